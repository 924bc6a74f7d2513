import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eventIdHash, unpackEventIds } from '#domain/profile/event-ids.ts';
import { encodeState } from '#domain/profile/state-layout.ts';
import { juneMs } from '../example-event.ts';
import { histories, stateOf } from '../histories.ts';
import { advance, recordOf, StoredCustomer, visit } from './advancing.ts';

describe('advanceProfile', () => {
  test('advanceProfile counts an event once that comes twice in one batch', () => {
    const result = advance({ events: [visit('a'), visit('a'), visit('b')] });
    expect([result.applied, result.duplicates]).toEqual([2, 1]);
    expect(unpackEventIds(recordOf(result).recentEventIds)).toEqual(['a', 'b'].map(eventIdHash));
  });

  test('advanceProfile writes nothing for a batch that it has taken already', () => {
    const record = recordOf(advance({ events: [visit('a')] }));
    const again = advance({ record, events: [visit('a'), visit('a')] });
    expect(again).toEqual({ record: null, page: null, applied: 0, duplicates: 2 });
  });

  test('advanceProfile knows an event that only a page remembers', () => {
    const customer = new StoredCustomer();
    for (let index = 0; index < 200; index += 1) customer.take([visit(`v${index}`)]);
    expect(unpackEventIds(customer.record?.recentEventIds ?? new Uint8Array())).not.toContain(eventIdHash('v0'));
    expect(customer.take([visit('v0')])).toMatchObject({ record: null, applied: 0, duplicates: 1 });
  });

  test('advanceProfile gives the same state for any batching, order and repetition of the same events', () => {
    const deliveries = histories({ days: 150, maxEvents: 300 }).chain((events) =>
      fc.tuple(
        fc.constant(events),
        fc.shuffledSubarray([...events, ...events.slice(0, 80)], {
          minLength: events.length + Math.min(80, events.length),
        }),
        fc.integer({ min: 1, max: 60 }),
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

  test('advanceProfile takes an absorbed profile in once, and counts it as no event', () => {
    const own = recordOf(advance({ events: [visit('a')] }));
    const state = encodeState(stateOf([visit('x'), visit('y')]));
    const absorbed = [{ customerId: 'anonymous:z', state, clock: 'live' as const }];
    const joined = advance({ record: own, absorbed });
    expect(joined).toMatchObject({ applied: 0, duplicates: 0 });
    const all = stateOf([visit('a'), visit('x'), visit('y')]);
    expect(recordOf(joined).state).toEqual(encodeState(all));
    const again = advance({ record: recordOf(joined), absorbed, events: [visit('b')] });
    expect(recordOf(again).state).toEqual(encodeState(stateOf([...'axyb'].map((id) => visit(id)))));
    expect(advance({ record: recordOf(joined), absorbed }).record).toBeNull();
  });

  test('advanceProfile never takes an event for the joining of a profile, whatever its id', () => {
    const state = encodeState(stateOf([visit('x')]));
    const own = recordOf(advance({ events: [visit('anonymous:z'), visit('z')] }));
    const joined = recordOf(advance({ record: own, absorbed: [{ customerId: 'anonymous:z', state, clock: 'live' }] }));
    expect(joined.state).toEqual(encodeState(stateOf(['anonymous:z', 'z', 'x'].map((id) => visit(id)))));
  });
});
