import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Moment, meanings } from '#contracts/moment.ts';
import { comparisons, type SegmentRule } from '#contracts/segment-rule.ts';
import { riskBands } from '#contracts/transition.ts';
import { daysSince, type FeatureDefinition, netMoney, within } from '#domain/features/feature.ts';
import type { ProfileState } from '#domain/profile/profile-state.ts';
import { nextBandChangeMs, starterRisk } from '#domain/scoring/starter-risk.ts';
import { evaluateRule, type RuleResult } from '#domain/segments/evaluate-rule.ts';
import { exampleRisk } from '../example-definitions.ts';
import { dayMs, juneMs } from '../example-event.ts';
import { histories, stateOf, timesWithin } from '../histories.ts';
import { tellingInstants, thresholdsOf } from './instants.ts';

const declared: FeatureDefinition[] = [
  daysSince('quiet', 'last activity', 'q'),
  daysSince('age', 'first activity', 'a'),
  daysSince('cart', 'last cart', 'c'),
  netMoney('net', 'n'),
  within('week', { measure: 'activities', days: 7 }, 'w'),
  within('month', { measure: 'money', days: 30 }, 'm'),
  within('quarter', { measure: 'active days', days: 90 }, 'd'),
];
const features = new Map(declared.map((one) => [one.name, one]));

const moments = fc
  .tuple(fc.constantFrom('first', 'last'), fc.constantFrom(...meanings))
  .map(([which, what]): Moment => `${which === 'first' ? 'first' : 'last'} ${what}`);

const { rule: rules } = fc.letrec<{ rule: SegmentRule; leaf: SegmentRule }>((tie) => ({
  leaf: fc.oneof(
    fc.record({
      op: fc.constant('compare' as const),
      feature: fc.constantFrom(...features.keys()),
      is: fc.constantFrom(...comparisons),
      threshold: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.double({ min: 0, max: 40, noNaN: true })),
    }),
    fc.record({ op: fc.constant('risk band' as const), in: fc.subarray([...riskBands], { minLength: 1 }) }),
    fc.record({ op: fc.constant('happened after' as const), moment: moments, than: moments }),
  ),
  rule: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    fc.record({
      op: fc.constantFrom('all' as const, 'any' as const),
      of: fc.array(tie('rule'), { minLength: 1, maxLength: 4 }),
    }),
    fc.record({ op: fc.constant('not' as const), rule: tie('rule') }),
  ),
}));

function evaluate(rule: SegmentRule, state: ProfileState, nowMs: number): RuleResult {
  const { band } = starterRisk(exampleRisk, state, nowMs);
  const bandChangeMs = nextBandChangeMs(exampleRisk, state, nowMs);
  return evaluateRule(rule, { state, nowMs, riskBand: band, nextBandChangeMs: bandChangeMs, features });
}

/** All instants worth a look: those of the leaves, and around each change of the risk band. */
function instantsOf(rule: SegmentRule, state: ProfileState): number[] {
  const instants = tellingInstants(state, thresholdsOf(rule));
  let changeMs = nextBandChangeMs(exampleRisk, state, 0);
  while (changeMs !== null) {
    instants.push(changeMs - 1, changeMs, changeMs + 1);
    changeMs = nextBandChangeMs(exampleRisk, state, changeMs);
  }
  return instants.toSorted((a, b) => a - b);
}

const past = histories({ days: 60, maxEvents: 12 });

describe('evaluateRule', () => {
  test('evaluateRule says until when its answer stays: at every instant before then it is the same', () => {
    fc.assert(
      fc.property(rules, past, timesWithin(juneMs - 5 * dayMs, 160), (rule, events, nowMs) => {
        const state = stateOf(events);
        const { holds, nextChangeMs } = evaluate(rule, state, nowMs);
        if (nextChangeMs !== null) expect(nextChangeMs).toBeGreaterThan(nowMs);
        for (const atMs of instantsOf(rule, state)) {
          if (atMs <= nowMs || (nextChangeMs !== null && atMs >= nextChangeMs)) continue;
          expect({ atMs, holds: evaluate(rule, state, atMs).holds }).toEqual({ atMs, holds });
        }
      }),
      { numRuns: 400 },
    );
  });

  test('evaluateRule, looked at again only when it says so, is right at every instant', () => {
    fc.assert(
      fc.property(rules, past, (rule, events) => {
        const state = stateOf(events);
        const startMs = juneMs - dayMs;
        let known = evaluate(rule, state, startMs);
        for (const atMs of instantsOf(rule, state).filter((one) => one > startMs)) {
          for (let looks = 0; known.nextChangeMs !== null && known.nextChangeMs <= atMs; looks += 1) {
            expect(looks).toBeLessThan(500);
            known = evaluate(rule, state, known.nextChangeMs);
          }
          expect({ atMs, holds: evaluate(rule, state, atMs).holds }).toEqual({ atMs, holds: known.holds });
        }
      }),
      { numRuns: 200 },
    );
  });
});
