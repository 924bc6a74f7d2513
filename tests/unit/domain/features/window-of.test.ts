import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CellDays, noDays, VitalDays } from '#domain/features/days-view.ts';
import { windowOf } from '#domain/features/window-of.ts';

const anyDays = fc
  .uniqueArray(
    fc.record({
      day: fc.integer({ min: 100, max: 160 }),
      count: fc.integer({ min: 0, max: 3 }),
      sum: fc.integer({ min: -5, max: 5 }),
    }),
    { maxLength: 40, selector: ({ day }) => day },
  )
  .map((days) => days.toSorted((a, b) => a.day - b.day));

describe('windowOf', () => {
  test('windowOf adds up the days of the window, and says which leaves it first and which enters it next', () => {
    fc.assert(
      fc.property(anyDays, fc.integer({ min: 95, max: 165 }), fc.integer({ min: 0, max: 40 }), (days, from, more) => {
        const to = from + more;
        const active = days.filter(({ count }) => count > 0);
        const inside = active.filter(({ day }) => day >= from && day <= to);
        const expected = {
          count: inside.reduce((total, { count }) => total + count, 0),
          sum: inside.reduce((total, { sum }) => total + sum, 0),
          activeDays: inside.length,
          firstDay: inside[0]?.day ?? null,
          nextDay: active.find(({ day }) => day > to)?.day ?? null,
        };
        expect(windowOf(new CellDays(days), from, to)).toEqual(expected);
        const vital = days.map(({ day, count, sum }) => ({ day, activities: 9, purchases: count, purchaseMinor: sum }));
        expect(windowOf(new VitalDays(vital, 'purchases'), from, to)).toEqual(expected);
      }),
    );
  });

  test('windowOf finds nothing where nothing happened', () => {
    const nothing = { count: 0, sum: 0, activeDays: 0, firstDay: null, nextDay: null };
    expect(windowOf(noDays, 0, 100)).toEqual(nothing);
  });
});
