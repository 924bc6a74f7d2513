import { describe, expect, test } from 'vitest';
import { parseProfileItem, profileItem } from '#adapters/aws/profile-item.ts';
import { createMemoryCustomerTable } from '#adapters/memory/memory-customer-table.ts';
import { createMemoryProfileStore } from '#adapters/memory/memory-profile-store.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import { noRelations } from '#contracts/relations.ts';
import { emptyProfileState } from '#domain/profile/profile-state.ts';
import { encodeState } from '#domain/profile/state-layout.ts';
import { noNumbers } from '#domain/segments/number-set.ts';
import { fromNewestLayout, layoutView, toNewestLayout } from './layout-view.ts';

const record: ProfileRecord = {
  tenant: 'acme',
  customerId: 'ada',
  version: 1,
  state: encodeState(emptyProfileState),
  recentEventIds: new Uint8Array(16).fill(7),
  recentFromHistory: false,
  pagedIds: { kind: 'none' },
  memberships: { active: { sinceMs: 5, version: 1, enteredVersion: 1, heldBack: false } },
  judged: noNumbers,
  relations: noRelations,
  riskBand: 'low',
  judgedMs: 1_000,
  clock: 'live',
  wakeAtMs: 9_000,
  joined: null,
  outbox: null,
};

/** Both codes over one table. */
function stores() {
  const table = createMemoryCustomerTable();
  return {
    old: createMemoryProfileStore(layoutView(table, 'old')),
    newer: createMemoryProfileStore(layoutView(table, 'new')),
  };
}

describe('layoutView', () => {
  test('fromNewestLayout gives back what toNewestLayout was given', () => {
    const item = profileItem(record);
    expect(fromNewestLayout(toNewestLayout(item))).toEqual(item);
    expect(toNewestLayout(toNewestLayout(item))).toEqual(toNewestLayout(item));
  });

  test('toNewestLayout makes an item that the present code refuses to read, naming the layout', () => {
    expect(() => parseProfileItem(toNewestLayout(profileItem(record)))).toThrow('layout 4');
  });

  test('layoutView lets newer code read and write on what older code wrote', async () => {
    const { old, newer } = stores();
    expect(await old.put(record)).toBe('written');
    expect(await newer.load('acme', 'ada', 'consistent')).toEqual(record);
    expect(await newer.put({ ...record, version: 2 })).toBe('written');
    expect(await newer.load('acme', 'ada', 'consistent')).toEqual({ ...record, version: 2 });
  });

  test('layoutView lets older code refuse what newer code wrote, and change nothing', async () => {
    const { old, newer } = stores();
    await newer.put(record);
    await expect(old.load('acme', 'ada', 'consistent')).rejects.toThrow('layout 4');
    expect(await old.loadMany([{ tenant: 'acme', customerId: 'ada' }])).toMatchObject([
      { kind: 'failed', error: { message: expect.stringContaining('layout 4') } },
    ]);
    expect(await old.put(record)).toBe('conflict');
    expect(await newer.load('acme', 'ada', 'consistent')).toEqual(record);
  });
});
