import { expect, test } from 'vitest';
import { createMemoryCustomerTable } from '#adapters/memory/memory-customer-table.ts';
import { createMemoryProfileStore } from '#adapters/memory/memory-profile-store.ts';
import { readAhead } from '#functions/profile/read-ahead.ts';
import type { ProfileOwner, ProfileStore, ReadConsistency } from '#ports/profile-store.ts';
import { ThrottledError } from '#ports/throttled-error.ts';
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
    load(tenant, customerId, consistency) {
      reads.alone += 1;
      return store.load(tenant, customerId, consistency);
    },
    loadMany(asked) {
      reads.together.push(asked.length);
      return store.loadMany(asked);
    },
    ...broken,
  };
  const failures: unknown[] = [];
  const ahead = readAhead(counting, owners, (error) => failures.push(error));
  const load = (owner: ProfileOwner, consistency: ReadConsistency = 'eventual') =>
    ahead.load(owner.tenant, owner.customerId, consistency);
  return { store, reads, failures, load };
}

test('readAhead reads customers in bunches, each once, and gives what the store holds', async () => {
  const owners = ownersOf(60);
  const { store, reads, load } = await createCountingStore([...owners, ...owners.slice(0, 10)]);
  const loaded = await Promise.all(owners.map((owner) => load(owner)));
  expect(loaded.map((record) => ({ kind: 'read', record }))).toEqual(await store.loadMany(owners));
  expect(loaded.filter((record) => record === null)).toHaveLength(30);
  expect(reads).toEqual({ alone: 0, together: [25, 25, 10] });
});

test('readAhead reads no bunch of which nobody asks for a customer', async () => {
  const owners = ownersOf(60);
  const { reads, load } = await createCountingStore(owners);
  expect(reads.together).toEqual([]);
  await Promise.all(owners.slice(30, 40).map((owner) => load(owner)));
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

test('readAhead reads consistently what is asked for so, and never serves it from a bunch', async () => {
  const owners = ownersOf(3);
  const { store, reads, load } = await createCountingStore(owners);
  const [first = { tenant: '', customerId: '' }, , third = first] = owners;
  await load(third);
  await store.put(exampleProfile(first, { version: 2 }));
  expect((await load(first, 'consistent'))?.version).toBe(2);
  expect(reads).toEqual({ alone: 1, together: [3] });
  expect((await load(first))?.version).toBe(2);
  expect(reads).toEqual({ alone: 2, together: [3] });
});

test('readAhead lets each customer be read alone when they cannot be read together, and says why', async () => {
  const owners = ownersOf(3);
  const away = new Error('the store is away');
  const { store, reads, failures, load } = await createCountingStore(owners, { loadMany: () => Promise.reject(away) });
  const loaded = await Promise.all(owners.map((owner) => load(owner)));
  expect(loaded.map((record) => ({ kind: 'read', record }))).toEqual(await store.loadMany(owners));
  expect(reads.alone).toBe(3);
  expect(failures).toEqual([away, away, away]);
});

test('readAhead fails a whole bunch that is throttled, with one request, and reads the next bunch', async () => {
  const owners = ownersOf(26);
  const asked: number[] = [];
  const throttled = new ThrottledError('read a batch', null);
  const { reads, failures, load } = await createCountingStore(owners, {
    loadMany(bunch) {
      asked.push(bunch.length);
      const none = bunch.map(() => ({ kind: 'read', record: null }) as const);
      return bunch.length === 25 ? Promise.reject(throttled) : Promise.resolve(none);
    },
  });
  const results = await Promise.allSettled(owners.map((owner) => load(owner)));
  expect(results.slice(0, 25).every((one) => one.status === 'rejected' && one.reason === throttled)).toBe(true);
  expect(results[25]).toEqual({ status: 'fulfilled', value: null });
  expect([asked, reads.alone, failures]).toEqual([[25, 1], 0, []]);
});

test.each([
  ['is throttled', new ThrottledError('read the profile of customer 1', null)],
  ['cannot be read', new Error('Cannot read a profile: its layout 3 is not known')],
])(
  'readAhead fails one customer of a bunch that %s, without another request, and serves the others',
  async (_, error) => {
    const owners = ownersOf(25);
    const asked: number[] = [];
    const { reads, failures, load } = await createCountingStore(owners, {
      async loadMany(bunch) {
        asked.push(bunch.length);
        return bunch.map((owner, index) =>
          index === 1 ? { kind: 'failed', error } : { kind: 'read', record: exampleProfile(owner) },
        );
      },
    });
    const results = await Promise.allSettled(owners.map((owner) => load(owner)));
    const expected = owners.map((owner, index) =>
      index === 1 ? { status: 'rejected', reason: error } : { status: 'fulfilled', value: exampleProfile(owner) },
    );
    expect(results).toEqual(expected);
    expect([asked, reads.alone, failures]).toEqual([[25], 0, []]);
  },
);

test('readAhead reads alone whom the bunch says nothing of', async () => {
  const owners = ownersOf(2);
  const { store, reads, load } = await createCountingStore(owners, { loadMany: async () => [] });
  const [owner = { tenant: '', customerId: '' }] = owners;
  expect(await load(owner)).toEqual(await store.load(owner.tenant, owner.customerId, 'consistent'));
  expect(reads.alone).toBe(1);
});
