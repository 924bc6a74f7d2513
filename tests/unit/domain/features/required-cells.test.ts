import { describe, expect, test } from 'vitest';
import { ratio, times } from '#domain/features/builders/arithmetic.ts';
import { activeDaysWithin, count, countWithin, sum, sumWithin } from '#domain/features/builders/counts.ts';
import { feature } from '#domain/features/builders/feature.ts';
import { activity, event, meaning } from '#domain/features/builders/select.ts';
import { money, numberOf } from '#domain/features/builders/sources.ts';
import { requiredCells } from '#domain/features/required-cells.ts';

const description = 'd';

describe('requiredCells', () => {
  test.each([
    ['activities of 90 days', countWithin(activity(), 90)],
    ['active days', activeDaysWithin(activity(), 28)],
    ['money of purchases', sumWithin(meaning('purchase'), money, 90)],
    ['counts of a meaning', count(meaning('ticket'))],
    ['money of a meaning', sum(meaning('refund'), money)],
  ])('requiredCells are none for %s, which the vital signs answer', (_, expression) => {
    expect(requiredCells(feature('f', expression, { description }))).toEqual([]);
  });

  test('requiredCells of a calculation are those of its parts, each once, with a day to spare for clocks that run ahead', () => {
    const of = event('Looked');
    const computed = ratio(countWithin(of, 7), times(countWithin(of, 7), 2));
    expect(requiredCells(feature('f', computed, { description }))).toEqual([{ kind: 'days', of, sum: null, days: 8 }]);
  });

  test('requiredCells are those of previous versions too, and not those of other features', () => {
    const previous = feature('f', count(event('Looked')), { description });
    const other = feature('other', count(event('Carted')), { description });
    const declared = feature('f', ratio(sum(event('Looked'), numberOf('x')), other), {
      description,
      version: 2,
      previous,
    });
    expect(requiredCells(declared)).toEqual([
      { kind: 'totals', of: event('Looked'), sum: numberOf('x') },
      { kind: 'totals', of: event('Looked'), sum: null },
    ]);
  });
});
