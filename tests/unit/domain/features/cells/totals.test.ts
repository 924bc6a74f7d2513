import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellHistories } from '../../cell-histories.ts';
import { cellOf, eventsNamed } from '../../cell-of.ts';
import { meaning, named } from '../../example-cells.ts';
import { exampleEvent, juneMs } from '../../example-event.ts';

const seats = { from: 'property', property: 'seats', scale: 10 } as const;
const looked = (timeMs: number, properties = {}) => exampleEvent({ timeMs, properties });

describe('totals', () => {
  test('totals counts the events that are selected, and keeps the first and the last time', () => {
    fc.assert(
      fc.property(cellHistories({ days: 30, maxEvents: 40 }), (events) => {
        const times = eventsNamed(events, 'Used').map((event) => event.timeMs);
        const found = cellOf({ kind: 'totals', of: named('Used'), sum: null }, events);
        const expected = {
          kind: 'totals',
          count: times.length,
          firstMs: Math.min(...times),
          lastMs: Math.max(...times),
        };
        expect(found).toEqual(times.length === 0 ? undefined : { ...expected, sum: 0 });
      }),
    );
  });

  test('totals sums a property in whole units of its scale, and takes nothing where it is no number', () => {
    const events = [{ seats: 2.25 }, { seats: '1.5' }, { seats: 'many' }, {}, { seats: -7 }].map((properties, index) =>
      looked(juneMs + index, properties),
    );
    expect(cellOf({ kind: 'totals', of: named('Looked'), sum: seats }, events)).toEqual({
      kind: 'totals',
      count: 5,
      firstMs: juneMs,
      lastMs: juneMs + 4,
      sum: 23 + 15 - 70,
    });
  });

  test('totals sums the money of events as the plan reads it', () => {
    const events = ['19.90', 5].map((total) => exampleEvent({ name: 'Bought', properties: { total } }));
    const spec = { kind: 'totals', of: meaning('purchase'), sum: { from: 'money' } } as const;
    expect(cellOf(spec, events)).toMatchObject({ count: 2, sum: 2_490 });
  });

  test('totals sums the sentiment of texts in thousandths', () => {
    const events = [0.5, -0.123, 3, '1'].map((holdfastSentiment) => looked(juneMs, { holdfastSentiment }));
    expect(cellOf({ kind: 'totals', of: named('Looked'), sum: { from: 'sentiment' } }, events)).toMatchObject({
      count: 4,
      sum: 377,
    });
  });
});
