import { describe, expect, expectTypeOf, test } from 'vitest';
import { coreShare, valuesUsed } from '#domain/features/builders/adoption.ts';
import { difference, ratio, shrunkRatio, times, total, towards } from '#domain/features/builders/arithmetic.ts';
import { count, countWithin, sum } from '#domain/features/builders/counts.ts';
import type { Expression } from '#domain/features/builders/expression.ts';
import { feature } from '#domain/features/builders/feature.ts';
import { funnelOnce, lastStep, step, stepsDone } from '#domain/features/builders/funnels.ts';
import { members } from '#domain/features/builders/others.ts';
import { distinctValues, latest, sumOfLatest } from '#domain/features/builders/registers.ts';
import { shareInHours } from '#domain/features/builders/rhythm.ts';
import { activity, event, last, meaning } from '#domain/features/builders/select.ts';
import {
  booleanIn,
  money,
  numberIn,
  numberOf,
  sentiment,
  set,
  textIn,
  timeIn,
} from '#domain/features/builders/sources.ts';
import { daysSince, daysUntil, gapsSince } from '#domain/features/builders/time.ts';
import { rateChange, weeklySlope } from '#domain/features/builders/trends.ts';
import type { FeatureDefinition } from '#domain/features/feature-definition.ts';

const description = 'd';
const plan = feature('plan', latest(set(event('Moved'), textIn('plan'))), { description });
const orders = feature('orders', count(meaning('purchase')), { description });
const since = daysSince(last(activity()));
const uses = (values: string[]) => ({ of: meaning('feature use'), property: 'feature', values });
const eight = <Source>(source: Source) => Array.from({ length: 8 }, () => set(activity(), source));
const nineSettings =
  '9 settings set it, and only 8 can be told apart where they set it at the same moment; name the events';
const many = Array.from({ length: 65 }, (_, index) => `v${index}`);

describe('feature', () => {
  test('feature fills in what is not told', () => {
    expect(feature('quiet', since, { description: 'time since the last activity' })).toEqual({
      name: 'quiet',
      type: 'number',
      unit: 'days',
      description: 'time since the last activity',
      version: 1,
      owner: 'retention',
      subject: 'customer',
      of: { kind: 'days since', moment: { edge: 'last', of: activity() } },
      previous: null,
    });
  });

  test('feature has the type of what it is computed from', () => {
    expectTypeOf(plan).toEqualTypeOf<FeatureDefinition<'text'>>();
    expectTypeOf(orders).toEqualTypeOf<FeatureDefinition<'number'>>();
    expectTypeOf(latest(set(event('Moved'), booleanIn('vip')))).toEqualTypeOf<Expression<'boolean'>>();
    expectTypeOf(lastStep(funnelOnce(step('a', activity()), step('b', activity())))).toEqualTypeOf<
      Expression<'text'>
    >();
  });

  test('feature lets nobody calculate with a text', () => {
    // The compiler refuses it, which this line checks; who writes JavaScript is told in words.
    // @ts-expect-error a text cannot be divided
    expect(() => feature('f', ratio(latest(set(event('Moved'), textIn('plan'))), orders), { description })).toThrow(
      'Cannot declare the feature "f": it calculates with a text; only numbers can be calculated with',
    );
  });

  test.each([
    ['', 'a name is 1 to 60 letters, digits, "_" and "-", and begins with a letter'],
    ['7 days', 'a name is 1 to 60 letters'],
    ['x'.repeat(61), 'a name is 1 to 60 letters'],
  ])('feature refuses the name "%s"', (name, problem) => {
    expect(() => feature(name, since, { description })).toThrow(`Cannot declare the feature "${name}": ${problem}`);
  });

  test.each([
    [{ description: '' }, 'the description is empty; say what it is'],
    [{ description, version: 0 }, 'the version must be 1, 2, 3, …, got 0'],
    [{ description, version: 1.5 }, 'the version must be 1, 2, 3, …, got 1.5'],
    [{ description, owner: '' }, 'nobody is named as its owner; leave "owner" out or fill it in'],
    [{ description, previous: orders }, 'its previous version is called "orders"; give both the same name'],
    [
      { description, previous: feature('f', since, { description }) },
      'its previous version is 1, and it is 1 itself; count the version up',
    ],
    [
      { description, version: 2, previous: feature('f', since, { description, subject: 'account' }) },
      'its previous version is a feature of accounts, not of customers',
    ],
  ] as const)('feature refuses %j', (options, problem) => {
    expect(() => feature('f', since, options)).toThrow(`Cannot declare the feature "f": ${problem}`);
  });

  test.each<[Expression<'number'>, string]>([
    [countWithin(activity(), 0), 'a window is 1 to 366 whole days, got 0'],
    [countWithin(activity(), 1.5), 'a window is 1 to 366 whole days, got 1.5'],
    [countWithin(activity(), 367), 'a window is 1 to 366 whole days, got 367'],
    [countWithin(activity(), 7, { endingDaysAgo: -1 }), 'a window ends 0 or more whole days ago, got -1'],
    [shareInHours(activity(), 7, { from: 9, to: 9 }), 'hours are two different whole numbers from 0 to 24, got 9 to 9'],
    [
      shareInHours(activity(), 7, { from: 9, to: 25 }),
      'hours are two different whole numbers from 0 to 24, got 9 to 25',
    ],
    [gapsSince(activity(), { expectedGapDays: 0, strength: 1 }), 'the expected gap in days must be above 0, got 0'],
    [gapsSince(activity(), { expectedGapDays: 1, strength: -1 }), 'the strength must be above 0, got -1'],
    [weeklySlope(activity(), 1), 'a slope is looked for in 2 to 52 weeks, got 1'],
    [rateChange(activity(), 7), 'a change point is looked for in 8 to 52 weeks, got 7'],
    [valuesUsed(uses(many)), '1 to 64 values can be counted apart, got 65'],
    [valuesUsed(uses(['a', 'a'])), 'the value "a" is named twice; name it once'],
    [coreShare(uses(['a']), 'b'), '"b" is not among the values that are counted; add it there'],
    [distinctValues(activity(), 'page', 0), '1 to 64 different values can be told apart exactly, got 0'],
    [sumOfLatest({ key: 'k', keep: 21 }, set(activity(), money)), 'the numbers of 1 to 20 keys can be kept, got 21'],
    [
      sumOfLatest({ key: 'k', keep: 2 }, set(activity(), money), set(activity(), sentiment)),
      'Cannot keep numbers in units of 1/100 and 1/1000 together',
    ],
    [sumOfLatest({ key: 'k', keep: 2 }, set(activity(), money), ...eight(money)), nineSettings],
    [latest<'number'>(set(activity(), numberIn('n')), ...eight(numberIn('n'))), nineSettings],
    [daysUntil(set(activity(), timeIn('t')), ...eight(timeIn('t'))), nineSettings],
    [times(orders, 0), 'it is multiplied by 0; give a number other than 0'],
    [ratio(orders, since), 'it divides by something that moves all the time'],
    [shrunkRatio(orders, since, towards(0, 1)), 'it divides by something that moves all the time'],
    [shrunkRatio(orders, orders, towards(0, 0)), 'the mean weighs 0 tries; give a number above 0'],
    [shrunkRatio(orders, orders, towards(Number.NaN, 2)), 'it is drawn towards NaN; give a finite number'],
    [difference(since, since), '2 of the things that it adds up move all the time, and rounding would'],
    [total(since, times(since, 2), since), '3 of the things that it adds up move all the time, and rounding would'],
    [members(), "only accounts have members; declare it with subject: 'account'"],
    [
      stepsDone(funnelOnce(step('a', activity()), step('a', activity()))),
      'two steps are called "a"; give each a name of its own',
    ],
  ])('feature refuses what cannot be computed or kept exactly true: %#', (expression, problem) => {
    expect(() => feature('f', expression, { description })).toThrow(`Cannot declare the feature "f": ${problem}`);
  });

  test('feature takes sums of properties with decimals', () => {
    expect(feature('f', sum(activity(), numberOf('x', { decimals: 2 })), { description }).of).toMatchObject({
      sum: { scale: 100 },
    });
  });
});
