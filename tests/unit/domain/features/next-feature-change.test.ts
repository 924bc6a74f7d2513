import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { noRelations } from '#contracts/relations.ts';
import { type Comparison, comparisons } from '#contracts/segment-rule.ts';
import { activeDaysWithin, countWithin, sumWithin } from '#domain/features/builders/counts.ts';
import { feature } from '#domain/features/builders/feature.ts';
import { activity, first, last, meaning } from '#domain/features/builders/select.ts';
import { money } from '#domain/features/builders/sources.ts';
import { daysSince, gapsSince } from '#domain/features/builders/time.ts';
import type { FeatureDefinition } from '#domain/features/feature-definition.ts';
import { compileRule } from '#domain/segments/compile-rule.ts';
import type { RuleResult } from '#domain/segments/compiled-segment.ts';
import { dayMs, juneMs } from '../example-event.ts';
import { histories, stateOf, timesWithin } from '../histories.ts';
import { compiled } from './compiling.ts';

const named = { description: 'f' };
const windows = fc
  .tuple(fc.constantFrom('activities', 'purchases', 'money', 'active days'), fc.constantFrom(1, 2, 7, 28, 30, 90))
  .map(([measure, days]) => {
    if (measure === 'money') return feature('f', sumWithin(meaning('purchase'), money, days), named);
    if (measure === 'active days') return feature('f', activeDaysWithin(activity(), days), named);
    return feature('f', countWithin(measure === 'purchases' ? meaning('purchase') : activity(), days), named);
  });
const moments = fc
  .constantFrom(first(activity()), last(activity()), last(meaning('purchase')), last(meaning('cart')))
  .map((moment) => feature('f', daysSince(moment), named));
const gaps = fc
  .constantFrom(1, 30, 0.1)
  .map((expectedGapDays) => feature('f', gapsSince(activity(), { expectedGapDays, strength: 2 }), named));
const features = fc.oneof(windows, moments, gaps);

const thresholds = fc.oneof(
  fc.integer({ min: 0, max: 100 }),
  fc.constantFrom(1 / 24, 1 / 1440, 0.1 + 0.2, 1 / 3, 2.5, 0, -1),
  fc.double({ min: 0, max: 120, noNaN: true }),
  // Days whose product with the length of a day is a whole millisecond only after rounding.
  fc.integer({ min: 1, max: 90 * dayMs }).map((ms) => ms / dayMs),
);

/** A comparison of a feature with a threshold, at any time. */
type Compared = { readonly at: (nowMs: number) => RuleResult; readonly holdsAt: (nowMs: number) => boolean };

function holds(value: number, is: Comparison, threshold: number): boolean {
  const outcomes = {
    'at least': value >= threshold,
    'more than': value > threshold,
    'at most': value <= threshold,
    'less than': value < threshold,
    'equal to': value === threshold,
    'not equal to': value !== threshold,
  };
  return outcomes[is];
}

function comparing(
  definition: FeatureDefinition,
  events: readonly CanonicalEvent[],
  is: Comparison,
  threshold: number,
): Compared {
  const bound = compiled([definition]);
  const cellNumber = () => {
    throw new Error('A comparison needs no cell of its own');
  };
  const rule = compileRule(
    { op: 'compare', feature: 'f', is, threshold },
    { subject: 'customer', features: bound.features, cellNumber },
  );
  const state = stateOf(events, bound.folding);
  const subjectAt = (nowMs: number) => ({
    state,
    nowMs,
    population: null,
    relations: noRelations,
    riskBand: 'low' as const,
    nextBandChangeMs: null,
    readings: [],
    isIn: () => false,
  });
  return {
    at: (nowMs) => rule.evaluate(subjectAt(nowMs)),
    holdsAt: (nowMs) => {
      const value = bound.features.get('f')?.read(subjectAt(nowMs)).value;
      return typeof value === 'number' && holds(value, is, threshold);
    },
  };
}

/** Instants at which a comparison could turn: events moved on by the threshold, midnights; each with its neighbours. */
function instantsOf(events: readonly CanonicalEvent[], threshold: number): number[] {
  const instants = events.flatMap(({ timeMs }) => {
    const midnight = Math.floor(timeMs / dayMs) * dayMs;
    const midnights = [1, 2, 7, 28, 30, 90].map((days) => midnight + days * dayMs);
    return [timeMs, Math.round(timeMs + threshold * dayMs), ...midnights];
  });
  return [...new Set(instants.flatMap((atMs) => [atMs - 1, atMs, atMs + 1]))];
}

function expectLowerBound({ at, holdsAt }: Compared, instants: readonly number[], nowMs: number): number | null {
  const now = at(nowMs);
  expect(now.holds).toBe(holdsAt(nowMs));
  const untilMs = now.nextChangeMs ?? Number.POSITIVE_INFINITY;
  if (now.nextChangeMs !== null) expect(Number.isSafeInteger(untilMs) && untilMs > nowMs).toBe(true);
  for (const atMs of [...instants, nowMs + 1, untilMs - 1].filter((one) => one > nowMs && one < untilMs)) {
    if (Number.isFinite(atMs)) expect({ atMs, holds: holdsAt(atMs) }).toEqual({ atMs, holds: now.holds });
  }
  return now.nextChangeMs;
}

describe('the next change of a comparison', () => {
  test('the next change of a comparison is a lower bound: it does not turn out otherwise between now and then', () => {
    const past = histories({ days: 60, maxEvents: 12 });
    const now = timesWithin(juneMs - 10 * dayMs, 200);
    fc.assert(
      fc.property(past, features, fc.constantFrom(...comparisons), thresholds, now, (events, one, is, to, nowMs) => {
        expectLowerBound(comparing(one, events, is, to), instantsOf(events, to), nowMs);
      }),
      { numRuns: 1_500 },
    );
  });

  test('the next change of a comparison is one for customers of 1970 too, where no rounding hides in large numbers', () => {
    const past = histories({ fromMs: 0, days: 3, maxEvents: 4 });
    const now = timesWithin(0, 100);
    fc.assert(
      fc.property(past, moments, fc.constantFrom(...comparisons), thresholds, now, (events, one, is, to, nowMs) => {
        expectLowerBound(comparing(one, events, is, to), instantsOf(events, to), nowMs);
      }),
      { numRuns: 1_500 },
    );
  });

  test('the next change of a comparison leads from change to change until nothing changes any more', () => {
    const past = histories({ days: 60, maxEvents: 12 });
    fc.assert(
      fc.property(past, features, fc.constantFrom(...comparisons), thresholds, (events, one, is, to) => {
        const compared = comparing(one, events, is, to);
        const instants = instantsOf(events, to);
        let nowMs: number | null = juneMs;
        let steps = 0;
        for (; nowMs !== null && steps < 200; steps += 1) nowMs = expectLowerBound(compared, instants, nowMs);
        expect(nowMs).toBeNull();
      }),
      { numRuns: 200 },
    );
  });
});
