import { expect, test } from 'vitest';
import { createMemoryCustomerTable } from '#adapters/memory/memory-customer-table.ts';
import { createMemoryProfileStore } from '#adapters/memory/memory-profile-store.ts';
import { readAhead } from '#functions/profile/read-ahead.ts';
import type { ProfileOwner, ProfileStore } from '#ports/profile-store.ts';
import { exampleProfile } from '../../contract/example-records.ts';

const ownersOf = (count: number): ProfileOwner[] =>
  Array.from({ length: count }, (_, index) => ({ tenant: 'shop', customerId: `customer ${index}` }));

/** A store with a profile of every second customer, which counts its reads. */
async function createCountingStore(owners: readonly ProfileOwner[], broken: Partial<ProfileStore> = {}) {
  const store = createMemoryProfileStore(createMemoryCustomerTable());
  for (const [index, owner] of owners.entries()) if (index % 2 === 0) await store.put(exampleProfile(owner));
  const reads = { alone: 0, together: [] as number[] };
  const counting: ProfileStore = {
    ...store,
    load(tenant, customerId) {
      reads.alone += 1;
      return store.load(tenant, customerId);
    },
    loadMany(asked) {
      reads.together.push(asked.length);
      return store.loadMany(asked);
    },
    ...broken,
  };
  const failures: unknown[] = [];
  const ahead = readAhead(counting, owners, (error) => failures.push(error));
  return { store, reads, failures, load: (owner: ProfileOwner) => ahead.load(owner.tenant, owner.customerId) };
}

test('readAhead reads customers in bunches, each once, and gives what the store holds', async () => {
  const owners = ownersOf(60);
  const { store, reads, load } = await createCountingStore([...owners, ...owners.slice(0, 10)]);
  const loaded = await Promise.all(owners.map(load));
  expect(loaded).toEqual(await store.loadMany(owners));
  expect(loaded.filter((record) => record === null)).toHaveLength(30);
  expect(reads).toEqual({ alone: 0, together: [25, 25, 10] });
});

test('readAhead reads no bunch of which nobody asks for a customer', async () => {
  const owners = ownersOf(60);
  const { reads, load } = await createCountingStore(owners);
  expect(reads.together).toEqual([]);
  await Promise.all(owners.slice(30, 40).map(load));
  expect(reads.together).toEqual([25]);
});

test('readAhead shows who loads a customer again what is stored by then', async () => {
  const owners = ownersOf(3);
  const { store, reads, load } = await createCountingStore(owners);
  const [owner = { tenant: '', customerId: '' }] = owners;
  expect((await load(owner))?.version).toBe(1);
  await store.put(exampleProfile(owner, { version: 2 }));
  expect((await load(owner))?.version).toBe(2);
  expect(reads).toEqual({ alone: 1, together: [3] });
});

test('readAhead reads customers that it was not told of alone', async () => {
  const { reads, load } = await createCountingStore(ownersOf(2));
  expect(await load({ tenant: 'shop', customerId: 'someone else' })).toBeNull();
  expect(reads).toEqual({ alone: 1, together: [] });
});

test('readAhead lets each customer be read alone when they cannot be read together, and says why', async () => {
  const owners = ownersOf(3);
  const throttled = new Error('throttled');
  const { store, reads, failures, load } = await createCountingStore(owners, {
    loadMany: () => Promise.reject(throttled),
  });
  expect(await Promise.all(owners.map(load))).toEqual(await store.loadMany(owners));
  expect(reads.alone).toBe(3);
  expect(failures).toEqual([throttled, throttled, throttled]);
});
