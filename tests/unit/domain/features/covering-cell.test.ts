import { describe, expect, test } from 'vitest';
import { activity, event, meaning } from '#domain/features/builders/select.ts';
import { always, numberOf } from '#domain/features/builders/sources.ts';
import type { CellSpec } from '#domain/features/cell.ts';
import { covers } from '#domain/features/covering-cell.ts';

const of = event('Looked');
const week: CellSpec = { kind: 'days', of, sum: null, days: 8 };
const month: CellSpec = { kind: 'days', of, sum: null, days: 29 };
const monthWithSum: CellSpec = { kind: 'days', of, sum: numberOf('x'), days: 29 };
const totals: CellSpec = { kind: 'totals', of, sum: null };
const totalsWithSum: CellSpec = { kind: 'totals', of, sum: numberOf('x') };
const distinct: CellSpec = { kind: 'distinct', of, property: 'x', keep: 5 };

describe('covers', () => {
  test.each<[string, CellSpec, CellSpec, boolean]>([
    ['itself', week, week, true],
    ['fewer days', month, week, true],
    ['more days', week, month, false],
    ['days without their sum', monthWithSum, week, true],
    ['days with a sum that it lacks', month, { ...week, sum: numberOf('x') }, false],
    ['days with another sum', monthWithSum, { ...week, sum: always(1) }, false],
    ['totals without their sum', totalsWithSum, totals, true],
    ['totals with a sum that they lack', totals, totalsWithSum, false],
    ['totals of other events', totals, { ...totals, of: activity() }, false],
    ['days by totals', totals, week, false],
    ['fewer half hours', { kind: 'half hours', of, days: 9 }, { kind: 'half hours', of, days: 8 }, true],
    ['fewer times', { kind: 'recent', of, keep: 5 }, { kind: 'recent', of, keep: 3 }, true],
    ['more times', { kind: 'recent', of, keep: 3 }, { kind: 'recent', of, keep: 5 }, false],
    ['the same distinct values', distinct, { ...distinct }, true],
    ['fewer distinct values, whose estimate would be another', distinct, { ...distinct, keep: 4 }, false],
    ['distinct values of other events', distinct, { ...distinct, of: meaning('cart') }, false],
  ])('covers %s: %#', (_, wide, narrow, expected) => {
    expect(covers(wide, narrow)).toBe(expected);
  });
});
