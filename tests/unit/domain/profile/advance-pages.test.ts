import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { EventIdPage, ProfileRecord } from '#contracts/profile-record.ts';
import { idsInDoubt } from '#domain/profile/advance-profile.ts';
import { eventIdHash, unpackEventIds } from '#domain/profile/event-ids.ts';
import { itemBudgetBytes, profileItemBytes } from '#domain/profile/item-budget.ts';
import type { PageLookup } from '#domain/profile/known-ids.ts';
import { encodeState } from '#domain/profile/state-layout.ts';
import { dayMs, juneMs } from '../example-event.ts';
import { stateOf } from '../histories.ts';
import { advance, recordOf, StoredCustomer, visit } from './advancing.ts';

const many = (count: number, from = 0) => Array.from({ length: count }, (_, index) => visit(`v${from + index}`));
const idsOf = (events: readonly CanonicalEvent[]) => events.map((event) => eventIdHash(event.id));

describe('advanceProfile and its pages', () => {
  test('advanceProfile writes a page only when the item would pass its budget without it, and fits then', () => {
    const customer = new StoredCustomer();
    for (const event of many(400)) {
      const before = customer.record;
      const { page, record } = customer.take([event]);
      if (record === null) throw new Error('Nothing was written');
      expect(profileItemBytes(record)).toBeLessThanOrEqual(itemBudgetBytes);
      if (page === null) continue;
      const recentEventIds = new Uint8Array([...page.eventIds, ...record.recentEventIds]);
      const unpaged = { ...record, recentEventIds, pagedIds: before?.pagedIds ?? record.pagedIds };
      expect(profileItemBytes(unpaged)).toBeGreaterThan(itemBudgetBytes);
    }
    expect(customer.pages.size).toBeGreaterThan(2);
  });

  test('advanceProfile names a page by the version that was read, and puts all ids that were read into it', () => {
    const stored = recordOf(advance({ events: many(100) }));
    const { page, record } = advance({ record: stored, events: many(90, 100), nowMs: juneMs + dayMs });
    expect(page).toMatchObject({ tenant: 'shop', customerId: 'ada', version: 1 });
    expect(unpackEventIds(page?.eventIds ?? new Uint8Array())).toEqual(idsOf(many(100)));
    expect(unpackEventIds(record?.recentEventIds ?? new Uint8Array())).toEqual(idsOf(many(90, 100)));
  });

  test('advanceProfile writes no page for a customer never stored, however large the first burst', () => {
    const burst = advance({ events: many(200) });
    expect(burst.page).toBeNull();
    expect(recordOf(burst).recentEventIds).toHaveLength(200 * 8);
  });

  test('advanceProfile determines the content of a page by its version, whoever writes it: late, refused or both', () => {
    const writers = fc.array(
      fc.record({
        size: fc.integer({ min: 1, max: 60 }),
        /** How many versions behind the writer is; one that is behind is refused. */
        behind: fc.integer({ min: 0, max: 3 }),
        crashes: fc.boolean(),
        repeats: fc.boolean(),
      }),
      { minLength: 1, maxLength: 40 },
    );
    fc.assert(
      fc.property(writers, (attempts) => {
        const versions: ProfileRecord[] = [];
        const pages = new Map<number, EventIdPage>();
        const look = (): PageLookup => {
          const few = [...pages.values()].flatMap((page) => unpackEventIds(page.eventIds));
          return { has: (idHash) => few.includes(idHash), few };
        };
        const counted: CanonicalEvent[] = [];
        for (const [index, { size, behind, crashes, repeats }] of attempts.entries()) {
          const fresh = many(size, index * 100);
          const events = repeats ? [...counted.slice(0, 30), ...fresh] : fresh;
          const record = versions.at(-1 - behind) ?? null;
          const mustLook = idsInDoubt({ record, events, absorbed: [] }).length > 0;
          const result = advance({ record, events, pages: mustLook ? look() : null, nowMs: juneMs + index });
          if (result.page !== null) {
            const { version, eventIds } = result.page;
            expect(eventIds).toEqual(versions.find((one) => one.version === version)?.recentEventIds);
            pages.set(version, result.page);
          }
          const isRefused = record?.version !== versions.at(-1)?.version;
          if (crashes || isRefused || result.record === null) continue;
          versions.push(result.record);
          counted.push(...fresh);
        }
        const last = versions.at(-1);
        const remembered = new Set([
          ...(look().few ?? []),
          ...unpackEventIds(last?.recentEventIds ?? new Uint8Array()),
        ]);
        expect(remembered).toEqual(new Set(idsOf(counted)));
        if (last !== undefined) expect(last.state).toEqual(encodeState(stateOf(counted)));
      }),
      { numRuns: 200 },
    );
  });

  test('advanceProfile goes back from asking each time to a filter once the pages are few again', () => {
    const stored = recordOf(advance({ events: many(100) }));
    const asking: ProfileRecord = { ...stored, pagedIds: { kind: 'look' } };
    const few = idsOf(many(30, 5_000));
    const pages: PageLookup = { has: (idHash) => few.includes(idHash), few };
    const next = recordOf(advance({ record: asking, events: many(90, 100), pages }));
    expect(next.pagedIds.kind).toBe('filter');
    const doubt = idsInDoubt({ record: next, events: [...many(30, 5_000), ...many(100)], absorbed: [] });
    expect(doubt).toEqual([...few, ...idsOf(many(100))]);
  });

  test('advanceProfile goes on asking each time while the pages hold too many ids for a filter', () => {
    const stored = recordOf(advance({ events: many(100) }));
    const asking: ProfileRecord = { ...stored, pagedIds: { kind: 'look' } };
    const pages: PageLookup = { has: () => false, few: idsOf(many(200, 5_000)) };
    expect(recordOf(advance({ record: asking, events: many(90, 100), pages })).pagedIds).toEqual({ kind: 'look' });
    const unread: PageLookup = { has: () => false, few: null };
    expect(recordOf(advance({ record: asking, events: many(90, 100), pages: unread })).pagedIds.kind).toBe('look');
  });
});
