import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CellSpec } from '#domain/features/cell.ts';
import type { DaysView } from '#domain/features/days-view.ts';
import { foldingOf } from '#domain/features/folding.ts';
import { bindCell, bindDays } from '#domain/features/read-cell.ts';
import { vitalSignOf } from '#domain/features/vital-signs.ts';
import { windowOf } from '#domain/features/window-of.ts';
import { emptyProfileState } from '#domain/profile/profile-state.ts';
import { anyCellHistory } from '../cell-histories.ts';
import { anyActivity, declaredCells, meaning, named } from '../example-cells.ts';
import { dayMs, examplePlan, juneMs } from '../example-event.ts';
import { stateOf } from '../histories.ts';

const neverKept = (spec: CellSpec): number => {
  throw new Error(`Cannot find the cell ${JSON.stringify(spec)}`);
};
const money = { from: 'money' } as const;

/** Every event has a name, so this leaves none out; but then the vital signs do not answer. */
const alsoNamed = { property: 'event.name', is: 'present' } as const;
const inVitalSigns = [anyActivity, meaning('purchase'), meaning('refund'), meaning('feature use')] as const;

describe('bindCell', () => {
  test('bindCell reads totals off the vital signs just as off a cell', () => {
    fc.assert(
      fc.property(anyCellHistory, fc.constantFrom(...inVitalSigns), (events, of) => {
        const sum = of === anyActivity ? null : money;
        const spec = { kind: 'totals', of, sum } satisfies CellSpec;
        const inCell = { kind: 'totals', of: { ...of, where: [alsoNamed] }, sum } satisfies CellSpec;
        const state = stateOf(events, foldingOf(examplePlan, declaredCells([inCell])));
        const vital = bindCell<'totals'>(spec, neverKept);
        expect(vital.numbers).toEqual([]);
        expect(vital.read(state)).toEqual(bindCell<'totals'>(inCell, () => 0).read(state));
      }),
    );
  });

  test('bindCell names the cell that it reads, and finds nothing before the first event', () => {
    const reader = bindCell<'recent'>({ kind: 'recent', of: named('Used'), keep: 2 }, () => 7);
    expect(reader.numbers).toEqual([7]);
    expect(reader.read(emptyProfileState)).toBeUndefined();
    const cells = new Map([[7, { kind: 'recent', timesMs: [5] } as const]]);
    expect(reader.read({ ...emptyProfileState, cells })).toEqual({ kind: 'recent', timesMs: [5] });
  });
});

function listed(view: DaysView): { day: number; count: number; sum: number }[] {
  return Array.from({ length: view.length }, (_, index) => ({
    day: view.dayAt(index),
    count: view.countAt(index),
    sum: view.sumAt(index),
  }));
}

describe('bindDays', () => {
  test('bindDays sees every window that ends on or after the newest day alike, in the vital signs and in a cell', () => {
    const windows = fc.tuple(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 0, max: 5 }));
    fc.assert(
      fc.property(anyCellHistory, windows, fc.boolean(), (events, [days, after], isPurchase) => {
        const of = isPurchase ? meaning('purchase') : anyActivity;
        const sum = isPurchase ? money : null;
        const inCell = { kind: 'days', of: { ...of, where: [alsoNamed] }, sum, days: 96 } satisfies CellSpec;
        const state = stateOf(events, foldingOf(examplePlan, declaredCells([inCell])));
        const newest = Math.max(juneMs / dayMs, ...events.map((event) => Math.floor(event.timeMs / dayMs)));
        const [from, to] = [newest + after - days + 1, newest + after];
        const vital = bindDays({ kind: 'days', of, sum, days: 96 }, neverKept).read(state);
        const cell = bindDays(inCell, () => 0).read(state);
        expect(windowOf(vital, from, to)).toEqual(windowOf(cell, from, to));
        expect(listed(vital).filter(({ day, count }) => count > 0 && day >= from)).toEqual(
          listed(cell).filter(({ day }) => day >= from),
        );
      }),
      { numRuns: 200 },
    );
  });

  test('bindDays finds no days where no such event was seen', () => {
    expect(
      bindDays({ kind: 'days', of: named('Used'), sum: null, days: 7 }, () => 3).read(emptyProfileState).length,
    ).toBe(0);
  });
});

describe('vitalSignOf', () => {
  test.each<[CellSpec, boolean]>([
    [{ kind: 'totals', of: anyActivity, sum: null }, true],
    [{ kind: 'totals', of: meaning('refund'), sum: money }, true],
    [{ kind: 'totals', of: anyActivity, sum: money }, false],
    [{ kind: 'totals', of: named('Bought'), sum: null }, false],
    [{ kind: 'totals', of: meaning('purchase', alsoNamed), sum: null }, false],
    [{ kind: 'totals', of: meaning('purchase'), sum: { from: 'property', property: 'seats', scale: 1 } }, false],
    [{ kind: 'days', of: meaning('purchase'), sum: money, days: 96 }, true],
    [{ kind: 'days', of: meaning('purchase'), sum: money, days: 97 }, false],
    [{ kind: 'days', of: meaning('refund'), sum: null, days: 7 }, false],
    [{ kind: 'recent', of: anyActivity, keep: 1 }, false],
  ])('vitalSignOf %j: %s', (spec, isAnswered) => {
    expect(vitalSignOf(spec) !== null).toBe(isAnswered);
  });
});
