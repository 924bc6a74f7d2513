import { describe, expect, test } from 'vitest';
import type { Item } from '#adapters/aws/item-attributes.ts';
import { profileItem } from '#adapters/aws/profile-item.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import { noRelations } from '#contracts/relations.ts';
import { emptyProfileState } from '#domain/profile/profile-state.ts';
import { encodeState } from '#domain/profile/state-layout.ts';
import { noNumbers } from '#domain/segments/number-set.ts';
import { firstPagePosition } from '#ports/profile-store.ts';
import { createCustomerData } from './customer-data.ts';
import { exampleStartMs, exampleWorld, runToEnd } from './example-world.ts';

function record(version: number): ProfileRecord {
  return {
    tenant: 'acme',
    customerId: 'ada',
    version,
    state: encodeState(emptyProfileState),
    recentEventIds: new Uint8Array(8 * version),
    recentFromHistory: false,
    pagedIds: { kind: 'none' },
    memberships: {},
    judged: noNumbers,
    relations: noRelations,
    riskBand: 'low',
    judgedMs: exampleStartMs,
    clock: 'live',
    wakeAtMs: exampleStartMs + version * 1_000,
    joined: null,
    outbox: null,
  };
}

describe('createCustomerData', () => {
  test('createCustomerData begins with the older items, and tells of none of them', async () => {
    const seen: Item[] = [];
    const world = exampleWorld({}, { olderItems: [profileItem(record(1))] });
    const customers = createCustomerData(world, (item) => seen.push(item));
    expect(await customers.profilesOf('old').load('acme', 'ada', 'consistent')).toEqual(record(1));
    expect(customers.nextDueMs()).toBe(exampleStartMs + 1_000);
    expect(seen).toEqual([]);
    expect(customers.puts).toEqual([]);
  });

  test('createCustomerData keeps every put as the newest code reads it, and tells of it as it was written', async () => {
    const seen: Item[] = [];
    const customers = createCustomerData(exampleWorld(), (item) => seen.push(item));
    await customers.profilesOf('old').put(record(1));
    await customers.profilesOf('new').put(record(2));
    expect(customers.puts).toEqual([profileItem(record(1)), profileItem(record(2))]);
    expect(seen.map((item) => item['body']?.B?.[0])).toEqual([3, 4]);
    expect(customers.table.all()).toEqual([profileItem(record(2))]);
  });

  test('createCustomerData lets eventually consistent reads be behind, and no others', async () => {
    const world = exampleWorld({ staleRead: 1 });
    const customers = createCustomerData(world, () => undefined);
    const store = customers.profilesOf('old');
    world.scheduler.after(1_000, () => void store.put(record(1)));
    world.scheduler.after(2_000, () => void store.put(record(2)));
    await runToEnd(world);
    const eventual = new Set<number | null>();
    for (let read = 0; read < 50; read += 1) {
      eventual.add((await store.load('acme', 'ada', 'eventual'))?.version ?? null);
      const [one] = await store.loadMany([{ tenant: 'acme', customerId: 'ada' }]);
      if (one?.kind !== 'read') throw new Error('Cannot read ada');
      eventual.add(one.record?.version ?? null);
      expect((await store.load('acme', 'ada', 'consistent'))?.version).toBe(2);
    }
    expect(eventual).toEqual(new Set([1, null]));
  });

  test('createCustomerData forgets a page the moment its time is over', async () => {
    const world = exampleWorld();
    const store = createCustomerData(world, () => undefined).profilesOf('old');
    const page = { tenant: 'acme', customerId: 'ada', version: 3, eventIds: new Uint8Array(16) };
    await store.putPage({ ...page, expiresMs: exampleStartMs + 10_000 });
    expect((await store.loadPages('acme', 'ada', firstPagePosition)).pages).toHaveLength(1);
    world.scheduler.after(11_000, () => undefined);
    await runToEnd(world);
    expect((await store.loadPages('acme', 'ada', firstPagePosition)).pages).toEqual([]);
  });
});
