import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { comparisons } from '#contracts/segment-rule.ts';
import { daysSince, type FeatureDefinition, nextFeatureChangeMs, within } from '#domain/features/feature.ts';
import type { ProfileState } from '#domain/profile/profile-state.ts';
import { evaluateRule } from '#domain/segments/evaluate-rule.ts';
import { dayMs, juneMs } from '../example-event.ts';
import { histories, stateOf, timesWithin } from '../histories.ts';
import { tellingInstants } from '../segments/instants.ts';

const windows = fc
  .tuple(fc.constantFrom('activities', 'purchases', 'money', 'active days'), fc.constantFrom(1, 2, 7, 28, 30, 90))
  .map(([measure, days]) => within('f', { measure, days }, 'f'));
const moments = fc
  .constantFrom('first activity', 'last activity', 'last purchase', 'last cart', 'last ticket')
  .map((moment) => daysSince('f', moment, 'f'));
const features: fc.Arbitrary<FeatureDefinition> = fc.oneof(windows, moments);

const thresholds = fc.oneof(
  fc.integer({ min: 0, max: 100 }),
  fc.constantFrom(1 / 24, 1 / 1440, 0.1 + 0.2, 1 / 3, 2.5, 0, -1),
  fc.double({ min: 0, max: 120, noNaN: true }),
  // Days whose product with the length of a day is a whole millisecond only after rounding.
  fc.integer({ min: 1, max: 90 * dayMs }).map((ms) => ms / dayMs),
);

/** What each comparison says at a time. */
function holding(feature: FeatureDefinition, state: ProfileState, threshold: number, nowMs: number): string {
  const subject = {
    state,
    nowMs,
    riskBand: 'low' as const,
    nextBandChangeMs: null,
    features: new Map([['f', feature]]),
  };
  return comparisons.map((is) => evaluateRule({ op: 'compare', feature: 'f', is, threshold }, subject).holds).join();
}

function expectLowerBound(feature: FeatureDefinition, state: ProfileState, threshold: number, nowMs: number): void {
  const next = nextFeatureChangeMs(feature, state, threshold, nowMs);
  if (next !== null) expect(next).toBeGreaterThan(nowMs);
  if (next !== null) expect(Number.isSafeInteger(next)).toBe(true);
  const untilMs = next ?? Number.POSITIVE_INFINITY;
  const now = holding(feature, state, threshold, nowMs);
  const instants = [...tellingInstants(state, [threshold]), nowMs + 1, untilMs - 1];
  for (const atMs of instants.filter((atMs) => atMs > nowMs && atMs < untilMs && Number.isFinite(atMs))) {
    expect({ atMs, holds: holding(feature, state, threshold, atMs) }).toEqual({ atMs, holds: now });
  }
}

describe('nextFeatureChangeMs', () => {
  test('nextFeatureChangeMs is a lower bound: no comparison turns out otherwise between now and then', () => {
    const nows = timesWithin(juneMs - 10 * dayMs, 200);
    fc.assert(
      fc.property(
        histories({ days: 60, maxEvents: 12 }),
        features,
        thresholds,
        nows,
        (events, feature, threshold, nowMs) => {
          expectLowerBound(feature, stateOf(events), threshold, nowMs);
        },
      ),
      { numRuns: 1_500 },
    );
  });

  test('nextFeatureChangeMs is a lower bound for customers of 1970 too, where no rounding hides in large numbers', () => {
    const nows = timesWithin(0, 100);
    fc.assert(
      fc.property(
        histories({ fromMs: 0, days: 3, maxEvents: 4 }),
        moments,
        thresholds,
        nows,
        (events, feature, threshold, nowMs) => {
          expectLowerBound(feature, stateOf(events), threshold, nowMs);
        },
      ),
      { numRuns: 1_500 },
    );
  });

  test('nextFeatureChangeMs leads from change to change until nothing changes any more', () => {
    fc.assert(
      fc.property(histories({ days: 60, maxEvents: 12 }), features, thresholds, (events, feature, threshold) => {
        const state = stateOf(events);
        let nowMs: number | null = juneMs;
        let steps = 0;
        for (; nowMs !== null && steps < 200; steps += 1) {
          expectLowerBound(feature, state, threshold, nowMs);
          nowMs = nextFeatureChangeMs(feature, state, threshold, nowMs);
        }
        expect(nowMs).toBeNull();
      }),
      { numRuns: 200 },
    );
  });
});
