import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eventIdHash, eventIdsPerPage, recentEventIdsKept, unpackEventIds } from '#domain/profile/event-ids.ts';
import { encodeState } from '#domain/profile/state-layout.ts';
import { juneMs } from '../example-event.ts';
import { histories, stateOf } from '../histories.ts';
import { advance, recordOf, StoredCustomer, visit } from './advancing.ts';

const many = (count: number, from = 0) => Array.from({ length: count }, (_, index) => visit(`v${from + index}`));

describe('advanceProfile', () => {
  test('advanceProfile counts an event once that comes twice in one batch', () => {
    const result = advance({ events: [visit('a'), visit('a'), visit('b')] });
    expect([result.applied, result.duplicates]).toEqual([2, 1]);
    expect(unpackEventIds(recordOf(result).recentEventIds)).toEqual(['a', 'b'].map(eventIdHash));
  });

  test('advanceProfile writes nothing for a batch that it has taken already', () => {
    const record = recordOf(advance({ events: [visit('a')] }));
    const again = advance({ record, events: [visit('a'), visit('a')] });
    expect(again).toEqual({ record: null, pages: [], applied: 0, duplicates: 2 });
  });

  test('advanceProfile knows an event that only a page remembers', () => {
    const customer = new StoredCustomer();
    for (const event of many(60)) customer.take([event]);
    expect(unpackEventIds(customer.record?.recentEventIds ?? new Uint8Array())).not.toContain(eventIdHash('v0'));
    expect(customer.take([visit('v0')])).toMatchObject({ record: null, applied: 0, duplicates: 1 });
  });

  test('advanceProfile keeps all ids in the item while they fit', () => {
    const customer = new StoredCustomer();
    customer.take(many(recentEventIdsKept));
    expect(customer.pages.size).toBe(0);
    expect(customer.take([visit('one more')]).pages).toHaveLength(1);
  });

  test('advanceProfile moves only ids to a page that were stored before', () => {
    const burst = advance({ events: many(100) });
    expect(burst.pages).toEqual([]);
    const stored = recordOf(burst);
    const after = advance({ record: stored, events: many(100, 100) });
    const paged = after.pages.flatMap((page) => unpackEventIds(page.eventIds));
    const read = unpackEventIds(stored.recentEventIds);
    expect(paged).toEqual(read.slice(0, paged.length));
    expect(paged.length).toBeGreaterThan(read.length - eventIdsPerPage);
  });

  test('advanceProfile determines the content of a page by its index, whoever writes it and however events are batched', () => {
    const batches = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(batches, fc.integer({ min: 1, max: 60 }), (sizes, lost) => {
        const customer = new StoredCustomer();
        const order: string[] = [];
        for (const size of sizes) {
          const events = many(size, order.length);
          // A writer whose record is refused: its pages are there, its events are not.
          const refused = advance({ record: customer.record, events: many(lost, 10_000) });
          customer.take(events);
          order.push(...events.map((event) => eventIdHash(event.id)));
          for (const page of refused.pages) customer.pages.set(page.index, page);
        }
        for (const [index, page] of customer.pages) {
          expect(unpackEventIds(page.eventIds)).toEqual(
            order.slice(index * eventIdsPerPage, (index + 1) * eventIdsPerPage),
          );
        }
        const kept = unpackEventIds(customer.record?.recentEventIds ?? new Uint8Array());
        expect([...order.slice(0, (customer.record?.pageCount ?? 0) * eventIdsPerPage), ...kept]).toEqual(order);
      }),
    );
  });

  test('advanceProfile gives the same state for any batching, order and repetition of the same events', () => {
    const deliveries = histories({ days: 150, maxEvents: 120 }).chain((events) =>
      fc.tuple(
        fc.constant(events),
        fc.shuffledSubarray([...events, ...events.slice(0, 40)], {
          minLength: events.length + Math.min(40, events.length),
        }),
        fc.integer({ min: 1, max: 40 }),
      ),
    );
    fc.assert(
      fc.property(deliveries, ([events, delivered, batch]) => {
        const customer = new StoredCustomer();
        let applied = 0;
        let duplicates = 0;
        for (let from = 0; from < delivered.length; from += batch) {
          const result = customer.take(delivered.slice(from, from + batch), juneMs);
          applied += result.applied;
          duplicates += result.duplicates;
        }
        expect([applied, applied + duplicates]).toEqual([events.length, delivered.length]);
        if (events.length > 0) expect(customer.record?.state).toEqual(encodeState(stateOf(events)));
      }),
    );
  });
});
