import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { formOfDays, readDays, writeDays } from '#domain/features/cells/day-list.ts';
import { ByteReader, ByteWriter } from '#domain/profile/variable-length-bytes.ts';
import { anyCellHistory } from '../../cell-histories.ts';
import { activitiesOf, cellOf, eventsNamed } from '../../cell-of.ts';
import { anyActivity, meaning, named } from '../../example-cells.ts';
import { dayMs, exampleEvent, juneMs } from '../../example-event.ts';

function byDay(events: readonly CanonicalEvent[], amount: (event: CanonicalEvent) => number, kept: number) {
  const sums = new Map<number, { day: number; count: number; sum: number }>();
  for (const event of events) {
    const day = Math.floor(event.timeMs / dayMs);
    const own = sums.get(day) ?? { day, count: 0, sum: 0 };
    sums.set(day, { day, count: own.count + 1, sum: own.sum + amount(event) });
  }
  const newest = Math.max(...sums.keys());
  return [...sums.values()].filter(({ day }) => day > newest - kept).toSorted((a, b) => a.day - b.day);
}

describe('days', () => {
  test('days counts by UTC day, for the newest days up to the newest with such an event', () => {
    fc.assert(
      fc.property(anyCellHistory, fc.integer({ min: 1, max: 200 }), (events, kept) => {
        const found = cellOf({ kind: 'days', of: anyActivity, sum: null, days: kept }, events);
        const expected = byDay(activitiesOf(events), () => 0, kept);
        expect(found).toEqual(expected.length === 0 ? undefined : { kind: 'days', days: expected });
      }),
    );
  });

  test('days sums money by day', () => {
    fc.assert(
      fc.property(anyCellHistory, (events) => {
        const bought = eventsNamed(events, 'Bought');
        const spec = { kind: 'days', of: meaning('purchase'), sum: { from: 'money' }, days: 120 } as const;
        const expected = byDay(bought, (event) => Math.round(Number(event.properties['total']) * 100), 120);
        expect(cellOf(spec, events)).toEqual(bought.length === 0 ? undefined : { kind: 'days', days: expected });
      }),
    );
  });

  test('days drops what a newer day pushes out, and a late event of a dropped day changes nothing', () => {
    const spec = { kind: 'days', of: named('Looked'), sum: null, days: 7 } as const;
    const at = (day: number) => exampleEvent({ timeMs: juneMs + day * dayMs });
    const found = cellOf(spec, [at(0), at(1), at(7)]);
    expect(found).toMatchObject({ days: [{ day: juneMs / dayMs + 1 }, { day: juneMs / dayMs + 7 }] });
    expect(cellOf(spec, [at(7), at(1), at(0), at(0)])).toEqual(found);
  });

  test.each([0, 373, 1.5])('days refuses a window of %d days', (kept) => {
    expect(() => cellOf({ kind: 'days', of: anyActivity, sum: null, days: kept }, [])).toThrow('from 1 to 372');
  });
});

const anyDays = fc
  .uniqueArray(
    fc.record({
      day: fc.integer({ min: 20_000, max: 20_400 }),
      count: fc.oneof(fc.constant(1), fc.integer({ min: 0, max: 300 })),
      sum: fc.oneof(fc.constant(0), fc.integer({ min: -1e6, max: 1e9 })),
    }),
    { minLength: 1, maxLength: 120, selector: ({ day }) => day },
  )
  .map((days) => days.toSorted((a, b) => a.day - b.day));

describe('writeDays and readDays', () => {
  test('readDays gives back what writeDays wrote, dense or sparse, with any reference', () => {
    fc.assert(
      fc.property(anyDays, fc.integer({ min: 0, max: 30_000 }), (days, referenceDay) => {
        const writer = new ByteWriter();
        const form = formOfDays(days);
        writeDays(writer, days, form, referenceDay);
        const reader = new ByteReader(writer.bytes());
        expect(readDays(reader, form, referenceDay)).toEqual(days);
        reader.end();
      }),
      { numRuns: 300 },
    );
  });

  test('writeDays takes one byte a day where something happened on every day, and one where it happened once a week', () => {
    const bytes = (step: number, count: number) => {
      const days = Array.from({ length: 30 }, (_, index) => ({ day: 20_000 + index * step, count, sum: 0 }));
      const writer = new ByteWriter();
      writeDays(writer, days, formOfDays(days), 20_000 + 29 * step);
      return writer.bytes().length;
    };
    expect(bytes(1, 5)).toBe(32);
    expect(bytes(7, 1)).toBe(32);
    expect(bytes(7, 5)).toBe(62);
  });
});
