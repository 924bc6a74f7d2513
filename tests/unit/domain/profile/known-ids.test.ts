import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PagedIds } from '#contracts/profile-record.ts';
import { withPagedIds } from '#domain/profile/event-id-filter.ts';
import { eventIdHash, packEventIds } from '#domain/profile/event-ids.ts';
import { knownIds, type PageLookup } from '#domain/profile/known-ids.ts';

const hashesOf = (names: readonly string[]) => [...new Set(names.map(eventIdHash))];
const lookupOf = (few: readonly string[]): PageLookup => ({ has: (idHash) => few.includes(idHash), few });

function recordWith(recent: readonly string[], pagedIds: PagedIds) {
  return { customerId: 'ada', recentEventIds: packEventIds(recent), pagedIds };
}

const names = fc.uniqueArray(fc.string(), { maxLength: 40 });

describe('knownIds', () => {
  test('knownIds knows nothing of a customer never stored, and has no doubt', () => {
    const known = knownIds(null, null);
    expect(known.has(eventIdHash('a'))).toBe(false);
    expect(known.inDoubt([eventIdHash('a')])).toEqual([]);
  });

  test('knownIds knows exactly the ids of the item and of the pages, whatever else is asked', () => {
    fc.assert(
      fc.property(names, names, names, fc.boolean(), (inItem, inPages, others, isLook) => {
        const [recent, paged] = [hashesOf(inItem), hashesOf(inPages)];
        const pagedIds = isLook ? ({ kind: 'look' } as const) : withPagedIds({ kind: 'none' }, paged);
        const known = knownIds(recordWith(recent, pagedIds), lookupOf(paged));
        for (const idHash of hashesOf([...inItem, ...inPages, ...others])) {
          expect(known.has(idHash)).toBe(recent.includes(idHash) || paged.includes(idHash));
        }
      }),
    );
  });

  test('knownIds doubts each paged id, and none that the item itself holds', () => {
    fc.assert(
      fc.property(names, names, (inItem, inPages) => {
        const [recent, paged] = [hashesOf(inItem), hashesOf(inPages)];
        const known = knownIds(recordWith(recent, withPagedIds({ kind: 'none' }, paged)), null);
        expect(known.inDoubt(recent)).toEqual([]);
        expect(known.inDoubt(paged)).toEqual(paged.filter((idHash) => !recent.includes(idHash)));
      }),
    );
  });

  test('knownIds throws, instead of guessing, when only the pages can tell and nobody looked', () => {
    const paged = hashesOf(['old']);
    const [old = ''] = paged;
    const record = recordWith(hashesOf(['new']), withPagedIds({ kind: 'none' }, paged));
    expect(() => knownIds(record, null).has(old)).toThrow(`Cannot tell whether ${old} counts already`);
    expect(knownIds(record, null).has(eventIdHash('new'))).toBe(true);
    const asking = knownIds(recordWith([], { kind: 'look' }), null);
    expect(() => asking.has(eventIdHash('anything'))).toThrow('the pages were not read');
  });
});
