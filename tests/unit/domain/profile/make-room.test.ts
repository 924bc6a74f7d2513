import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import { noRelations } from '#contracts/relations.ts';
import { mayBePaged } from '#domain/profile/event-id-filter.ts';
import { eventIdHash, packEventIds, unpackEventIds } from '#domain/profile/event-ids.ts';
import { pageExpiryMs } from '#domain/profile/horizon.ts';
import { itemBudgetBytes, profileItemBytes } from '#domain/profile/item-budget.ts';
import type { PageLookup } from '#domain/profile/known-ids.ts';
import { makeRoom } from '#domain/profile/make-room.ts';
import { noNumbers } from '#domain/segments/number-set.ts';
import { juneMs } from '../example-event.ts';
import { anyRecord } from './any-record.ts';

const idsNamed = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => eventIdHash(`${prefix} ${index}`));
const recentOf = (record: ProfileRecord) => unpackEventIds(record.recentEventIds);

/** What was read with some ids, and what is to be written with some more. */
const writes = fc
  .record({
    read: anyRecord,
    next: anyRecord,
    idsRead: fc.integer({ min: 0, max: 150 }),
    idsFresh: fc.integer({ min: 0, max: 150 }),
    nowMs: fc.integer({ min: juneMs, max: juneMs + 1e9 }),
  })
  .map(({ read, next, idsRead, idsFresh, nowMs }) => {
    const before = { ...read, recentEventIds: packEventIds(idsNamed('read', idsRead)) };
    const both = packEventIds([...idsNamed('read', idsRead), ...idsNamed('fresh', idsFresh)]);
    const after = { ...next, version: before.version + 1, recentEventIds: both, pagedIds: before.pagedIds };
    return { before, after, nowMs };
  });

describe('makeRoom', () => {
  test('makeRoom changes nothing where the item fits, and nothing was read, and ids are too few for a page', () => {
    fc.assert(
      fc.property(writes, ({ before, after, nowMs }) => {
        expect(makeRoom(null, after, null, { nowMs, isFromHistory: false })).toEqual({ record: after, page: null });
        const isFitting = profileItemBytes(after) <= itemBudgetBytes;
        if (isFitting || recentOf(before).length < 8) {
          expect(makeRoom(before, after, null, { nowMs, isFromHistory: false })).toEqual({ record: after, page: null });
        }
      }),
    );
  });

  test('makeRoom moves all ids that were read to a page named after them, and keeps those of the write', () => {
    fc.assert(
      fc.property(writes, ({ before, after, nowMs }) => {
        fc.pre(profileItemBytes(after) > itemBudgetBytes && recentOf(before).length >= 8);
        const { record, page } = makeRoom(before, after, null, { nowMs, isFromHistory: false });
        expect(page).toEqual({
          tenant: before.tenant,
          customerId: before.customerId,
          version: before.version,
          eventIds: before.recentEventIds,
          expiresMs: pageExpiryMs(nowMs, before.recentFromHistory),
        });
        expect(recentOf(record)).toEqual(recentOf(after).slice(recentOf(before).length));
        expect(recentOf(before).every((idHash) => mayBePaged(record.pagedIds, idHash))).toBe(true);
        const { recentEventIds, pagedIds } = record;
        expect(record).toEqual({ ...after, recentEventIds, pagedIds, recentFromHistory: false });
      }),
    );
  });

  test.each([true, false])(
    'makeRoom forgets with the ids that leave that they came with an import: %s',
    (isFromHistory) => {
      const before = { ...fullRecord({ kind: 'none' }), recentFromHistory: true };
      const room = makeRoom(before, fullNext(before), null, { nowMs: juneMs, isFromHistory });
      expect(room.page?.expiresMs).toBe(pageExpiryMs(juneMs, true));
      expect(room.record.recentFromHistory).toBe(isFromHistory);
    },
  );

  test('makeRoom makes the filter anew of the ids of all pages, where they were read and are few', () => {
    const before = fullRecord({ kind: 'look' });
    const after = { ...before, version: 2 };
    const few = idsNamed('old', 20);
    const pages: PageLookup = { has: (idHash) => few.includes(idHash), few };
    const { record } = makeRoom(before, after, pages, { nowMs: juneMs, isFromHistory: false });
    expect(record.pagedIds.kind).toBe('filter');
    expect([...few, ...recentOf(before)].every((idHash) => mayBePaged(record.pagedIds, idHash))).toBe(true);
    expect(
      makeRoom(before, after, { ...pages, few: null }, { nowMs: juneMs, isFromHistory: false }).record.pagedIds,
    ).toEqual({ kind: 'look' });
  });

  test('makeRoom never forgets a paged id that it was not told to be expired', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(400), { maxLength: 6 }), fc.array(fc.boolean()), (sizes, looks) => {
        let record = fullRecord({ kind: 'none' });
        const paged: string[] = [];
        for (const [index, size] of sizes.entries()) {
          const ids = idsNamed(`page ${index}`, size + 8);
          record = { ...record, recentEventIds: packEventIds(ids) };
          const pages: PageLookup = { has: (idHash) => paged.includes(idHash), few: [...paged] };
          const room = makeRoom(record, fullNext(record), looks[index] === true ? pages : null, {
            nowMs: juneMs,
            isFromHistory: false,
          });
          if (room.page !== null) paged.push(...unpackEventIds(room.page.eventIds));
          record = room.record;
          expect(paged.every((idHash) => mayBePaged(record.pagedIds, idHash))).toBe(true);
        }
      }),
    );
  });
});

function fullRecord(pagedIds: ProfileRecord['pagedIds']): ProfileRecord {
  return {
    tenant: 'shop',
    customerId: 'ada',
    version: 1,
    state: new Uint8Array(itemBudgetBytes),
    recentEventIds: packEventIds(idsNamed('read', 40)),
    recentFromHistory: false,
    pagedIds,
    memberships: {},
    judged: noNumbers,
    relations: noRelations,
    riskBand: 'low',
    judgedMs: juneMs,
    clock: 'live',
    wakeAtMs: null,
    joined: null,
    outbox: null,
  };
}

function fullNext(record: ProfileRecord): ProfileRecord {
  return { ...record, version: record.version + 1 };
}
