import { describe, expect, test } from 'vitest';
import { activity, meaning } from '#domain/features/builders/select.ts';
import { money } from '#domain/features/builders/sources.ts';
import { rateChange as rateChangeOf, weeklySlope, weekOverWeek } from '#domain/features/builders/trends.ts';
import { rateChange } from '#domain/features/expressions/rate-change.ts';
import { slope } from '#domain/features/expressions/slope.ts';
import { dayMs, exampleEvent, juneMs } from '../../example-event.ts';
import { eventsAt, readingOf } from './reading-examples.ts';

/** So many events in each week from 1 June on, spread over its days. */
function weekly(counts: readonly number[]) {
  const times = counts.flatMap((count, week) =>
    Array.from({ length: count }, (_, index) => juneMs + (week * 7 + (index % 7)) * dayMs + index),
  );
  return eventsAt('Looked', [juneMs, ...times]);
}

const endOf = (weeks: number) => juneMs + weeks * 7 * dayMs - 1;

describe('slope', () => {
  test.each([
    [[], null],
    [[3], null],
    [[3, 5], 2],
    [[1, 2, 3, 4], 1],
    [[4, 4, 4], 0],
    [[0, 10, 0, 10], 2],
    [[9, 5, 1], -4],
  ])('slope of %j is %d', (values, expected) => {
    expect(slope(values)).toBe(expected);
  });
});

describe('weeklySlope', () => {
  test('weeklySlope looks at weeks that lie wholly in the life of the customer', () => {
    const events = weekly([1, 4, 7]);
    expect(readingOf(events, weeklySlope(activity(), 8), endOf(1)).value).toBeNull();
    // The first week has one event more, with which the customer began.
    expect(readingOf(events, weeklySlope(activity(), 8), endOf(2)).value).toBe(2);
    expect(readingOf(events, weeklySlope(activity(), 8), endOf(3)).value).toBe(2.5);
    expect(readingOf(events, weeklySlope(activity(), 2), endOf(3)).value).toBe(3);
  });

  test('weeklySlope is of money where a source of it is given', () => {
    const purchase = (week: number, total: number) =>
      exampleEvent({ id: `p${week}`, name: 'Bought', timeMs: juneMs + week * 7 * dayMs, properties: { total } });
    const events = [purchase(0, 10), purchase(1, 20.5)];
    expect(readingOf(events, weeklySlope(meaning('purchase'), 4, money), endOf(2)).value).toBe(10.5);
  });

  test('weeklySlope is nothing for who was never active', () => {
    const events = eventsAt('Returned', [juneMs], { properties: { total: 1 } });
    expect(readingOf(events, weeklySlope(meaning('refund'), 4), endOf(9))).toEqual({
      value: null,
      perMs: 0,
      untilMs: null,
    });
  });
});

describe('weekOverWeek', () => {
  test('weekOverWeek is the ratio to the week before, and nothing where nothing happened then', () => {
    expect(readingOf(weekly([3, 6]), weekOverWeek(activity()), endOf(2)).value).toBe(1.5);
    expect(readingOf(weekly([3]), weekOverWeek(activity()), endOf(1)).value).toBeNull();
  });
});

describe('rateChange', () => {
  test.each([
    ['too few weeks', [20, 20, 20, 0, 0, 0, 0], null],
    ['nothing at all', [0, 0, 0, 0, 0, 0, 0, 0], 0],
    ['a steady rate', [5, 6, 4, 5, 7, 5, 4, 6], 0],
    ['a fall', [20, 22, 19, 21, 20, 2, 1, 2, 1], -1],
    ['a rise', [1, 2, 1, 1, 2, 20, 22, 19, 21], 1],
    ['one odd week', [5, 6, 4, 30, 7, 5, 4, 6, 5], 0],
    ['bursts without a change', [0, 25, 0, 0, 31, 2, 0, 28, 0], 0],
    ['a change at the very end, where there are too few weeks to tell', [20, 22, 19, 21, 20, 21, 19, 20, 1], 0],
  ])('rateChange of %s', (_, counts, expected) => {
    expect(rateChange(counts)).toBe(expected);
  });

  test('rateChange cries wolf at most twice in a hundred, for steady rates and for bursts', () => {
    let seed = 1;
    const chance = () => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return (seed + 0.5) / 2 ** 32;
    };
    const poisson = (rate: number) => {
      let count = 0;
      let waited = -Math.log(chance());
      while (waited < rate) {
        count += 1;
        waited -= Math.log(chance());
      }
      return count;
    };
    const bursts = (rate: number) => poisson(-rate * Math.log(chance()));
    for (const [weeks, draw] of [
      [8, poisson],
      [13, poisson],
      [13, bursts],
      [26, bursts],
    ] as const) {
      const trials = 3_000;
      let alarms = 0;
      for (let trial = 0; trial < trials; trial += 1) {
        if (rateChange(Array.from({ length: weeks }, () => draw(6))) !== 0) alarms += 1;
      }
      expect(alarms / trials).toBeLessThan(0.02);
    }
  });

  test('rateChange is read off the weeks up to today, and holds until a day crosses from one week to another', () => {
    const events = weekly([20, 22, 19, 21, 20, 2, 1, 2, 1]);
    const reading = readingOf(events, rateChangeOf(activity(), 9), endOf(9));
    expect(reading).toEqual({ value: -1, perMs: 0, untilMs: endOf(9) + 1 });
    expect(readingOf(events, rateChangeOf(activity(), 9), endOf(7)).value).toBeNull();
  });
});
