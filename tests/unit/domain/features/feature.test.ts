import { describe, expect, test } from 'vitest';
import type { Moment } from '#contracts/moment.ts';
import {
  countOf,
  daysSince,
  featureValue,
  momentMs,
  netMoney,
  nextFeatureChangeMs,
  within,
} from '#domain/features/feature.ts';
import { emptyProfileState } from '#domain/profile/profile-state.ts';
import { dayMs, exampleEvent, juneMs } from '../example-event.ts';
import { stateOf } from '../histories.ts';

const noonMs = juneMs + dayMs / 2;
const state = stateOf([
  exampleEvent({ id: '1', timeMs: noonMs }),
  exampleEvent({ id: '2', timeMs: noonMs + 2 * dayMs, name: 'Bought', properties: { total: 30 } }),
  exampleEvent({ id: '3', timeMs: noonMs + 2 * dayMs + 1, name: 'Bought', properties: { total: 12.5 } }),
  exampleEvent({ id: '4', timeMs: noonMs + 3 * dayMs, name: 'Returned', properties: { total: 2.25 } }),
]);

describe('featureValue', () => {
  test('featureValue of daysSince counts days with fractions, never below 0, and none before the moment', () => {
    const recency = daysSince('recency', 'last activity', 'r');
    expect(featureValue(recency, state, juneMs + 4 * dayMs)).toBe(1.5 - 1 / dayMs);
    expect(featureValue(recency, state, juneMs)).toBe(0);
    expect(featureValue(recency, emptyProfileState, juneMs)).toBeNull();
    expect(featureValue(daysSince('c', 'last cart', 'c'), state, juneMs)).toBeNull();
  });

  test('featureValue of countOf counts over the whole life, 0 where nothing happened', () => {
    expect(featureValue(countOf('orders', 'purchase', 'o'), state, 0)).toBe(2);
    expect(featureValue(countOf('tickets', 'ticket', 't'), state, 0)).toBe(0);
  });

  test('featureValue of netMoney takes returns off, in major units', () => {
    expect(featureValue(netMoney('net', 'n'), state, 0)).toBe(40.25);
    expect(featureValue(netMoney('net', 'n'), emptyProfileState, 0)).toBe(0);
  });

  test.each([
    ['activities', 1, 2],
    ['purchases', 1, 2],
    ['money', 1, 42.5],
    ['active days', 1, 1],
    ['activities', 3, 3],
    ['active days', 3, 2],
  ] as const)('featureValue of %s within %i UTC days, today included', (measure, days, expected) => {
    expect(featureValue(within('w', { measure, days }, 'w'), state, juneMs + 2 * dayMs)).toBe(expected);
  });
});

describe('within', () => {
  test.each([0, 91, 1.5, Number.NaN])('within refuses a window of %d days', (days) => {
    expect(() => within('many', { measure: 'money', days }, 'm')).toThrow(
      `the feature many: a window is 1 to 90 days, got ${days}`,
    );
  });
});

describe('momentMs', () => {
  test.each<[Moment, number | null]>([
    ['first activity', noonMs],
    ['last activity', noonMs + 2 * dayMs + 1],
    ['first purchase', noonMs + 2 * dayMs],
    ['last refund', noonMs + 3 * dayMs],
    ['last cancellation', null],
  ])('momentMs knows the %s', (moment, expected) => {
    expect(momentMs(state, moment)).toBe(expected);
  });
});

describe('nextFeatureChangeMs', () => {
  const recency = daysSince('recency', 'last activity', 'r');
  const seen = stateOf([exampleEvent({ timeMs: juneMs })]);

  test('nextFeatureChangeMs names the very millisecond at which the days are over', () => {
    const dueMs = juneMs + 14 * dayMs;
    expect(nextFeatureChangeMs(recency, seen, 14, juneMs)).toBeLessThanOrEqual(dueMs);
    expect(nextFeatureChangeMs(recency, seen, 14, dueMs - 1)).toBe(dueMs);
    expect(nextFeatureChangeMs(recency, seen, 14, dueMs)).toBe(dueMs + 1);
    expect(nextFeatureChangeMs(recency, seen, 14, dueMs + 1)).toBeNull();
  });

  test('nextFeatureChangeMs knows when a day leaves a window', () => {
    const week = within('w', { measure: 'activities', days: 7 }, 'w');
    expect(nextFeatureChangeMs(week, seen, 1, juneMs + dayMs / 2)).toBe(juneMs + 7 * dayMs);
    expect(nextFeatureChangeMs(week, seen, 1, juneMs + 7 * dayMs)).toBeNull();
  });

  test('nextFeatureChangeMs is never for totals, and for moments that have not happened', () => {
    expect(nextFeatureChangeMs(countOf('o', 'purchase', 'o'), seen, 1, juneMs)).toBeNull();
    expect(nextFeatureChangeMs(netMoney('n', 'n'), seen, 1, juneMs)).toBeNull();
    expect(nextFeatureChangeMs(recency, emptyProfileState, 1, juneMs)).toBeNull();
  });
});
