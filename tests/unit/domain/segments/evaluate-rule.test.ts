import { describe, expect, test } from 'vitest';
import type { Comparison, SegmentRule } from '#contracts/segment-rule.ts';
import type { RiskBand } from '#contracts/transition.ts';
import { emptyProfileState } from '#domain/profile/profile-state.ts';
import { earlier, evaluateRule } from '#domain/segments/evaluate-rule.ts';
import { leafFeatures } from '#domain/segments/leaf-features.ts';
import { all, any, atLeast, happenedAfter, lessThan, not, riskIs } from '#domain/segments/rule-builders.ts';
import { exampleDefinitions, orders, quietDays, spent } from '../example-definitions.ts';
import { dayMs, exampleEvent, juneMs } from '../example-event.ts';
import { stateOf } from '../histories.ts';

const cartFirst = stateOf([
  exampleEvent({ id: '1', name: 'Carted', timeMs: juneMs }),
  exampleEvent({ id: '2', name: 'Bought', timeMs: juneMs + dayMs, properties: { total: 2 } }),
]);
const yes = atLeast(orders, 0);
const no = lessThan(orders, 0);

function evaluate(rule: SegmentRule, riskBand: RiskBand = 'low', state = cartFirst) {
  const { features } = exampleDefinitions;
  return evaluateRule(rule, {
    state,
    nowMs: juneMs + 3 * dayMs,
    riskBand,
    nextBandChangeMs: juneMs + 9 * dayMs,
    features,
  });
}

describe('evaluateRule', () => {
  test.each<[Comparison, boolean, boolean, boolean]>([
    ['at least', true, true, false],
    ['more than', true, false, false],
    ['at most', false, true, true],
    ['less than', false, false, true],
  ])('evaluateRule of "%s" is %j, %j, %j for a threshold below, at and above the value', (is, ...expected) => {
    const holds = [0, 1, 2].map((threshold) => evaluate({ op: 'compare', feature: 'orders', is, threshold }).holds);
    expect(holds).toEqual(expected);
  });

  test.each<Comparison>(['at least', 'more than', 'at most', 'less than'])(
    'evaluateRule of "%s" is false for a missing value',
    (is) => {
      const leaf: SegmentRule = { op: 'compare', feature: 'quietDays', is, threshold: 5 };
      expect(evaluate(leaf, 'unknown', emptyProfileState).holds).toBe(false);
    },
  );

  test.each([
    [[true, true], true, true],
    [[true, false], false, true],
    [[false, true], false, true],
    [[false, false], false, false],
  ])('evaluateRule of %j is %j under all and %j under any', (parts, underAll, underAny) => {
    const rules = parts.map((part) => (part ? yes : no));
    expect(evaluate({ op: 'all', of: rules }).holds).toBe(underAll);
    expect(evaluate({ op: 'any', of: rules }).holds).toBe(underAny);
  });

  test('evaluateRule of not turns the answer and keeps the time', () => {
    const inner = evaluate(atLeast(quietDays, 7));
    expect(evaluate(not(atLeast(quietDays, 7)))).toEqual({ holds: !inner.holds, nextChangeMs: inner.nextChangeMs });
  });

  test('evaluateRule of a risk band asks the band, and changes when the band does', () => {
    expect(evaluate(riskIs('high', 'medium'), 'medium')).toEqual({ holds: true, nextChangeMs: juneMs + 9 * dayMs });
    expect(evaluate(riskIs('high'), 'medium').holds).toBe(false);
  });

  test('evaluateRule of happenedAfter needs the moment, and the other earlier or not at all', () => {
    expect(evaluate(happenedAfter('last purchase', 'last cart')).holds).toBe(true);
    expect(evaluate(happenedAfter('last cart', 'last purchase')).holds).toBe(false);
    expect(evaluate(happenedAfter('last cart', 'last ticket'))).toEqual({ holds: true, nextChangeMs: null });
    expect(evaluate(happenedAfter('last ticket', 'last cart')).holds).toBe(false);
    expect(evaluate(happenedAfter('last cart', 'last cart')).holds).toBe(false);
  });

  test('evaluateRule takes the earliest change of a tree', () => {
    const tree = any(atLeast(quietDays, 30), all(riskIs('high'), atLeast(quietDays, 7), atLeast(orders, 1)));
    expect(evaluate(tree).nextChangeMs).toBe(juneMs + 8 * dayMs);
  });

  test('evaluateRule refuses a feature that is not declared, by its name', () => {
    const rule: SegmentRule = { op: 'compare', feature: 'luck', is: 'at least', threshold: 1 };
    expect(() => evaluate(rule)).toThrow('the feature "luck" is not declared');
    expect(() => leafFeatures(rule, exampleDefinitions.features)).toThrow('the feature "luck" is not declared');
  });
});

describe('leafFeatures', () => {
  test('leafFeatures names each compared feature once, in order of appearance', () => {
    const rule = all(not(atLeast(spent, 1)), any(lessThan(orders, 2), atLeast(spent, 3)), riskIs('low'));
    expect([...leafFeatures(rule, exampleDefinitions.features)]).toEqual([spent, orders]);
  });
});

describe('earlier', () => {
  test.each([
    [null, null, null],
    [1, null, 1],
    [null, 2, 2],
    [3, 2, 2],
  ])('earlier of %j and %j is %j', (a, b, expected) => {
    expect(earlier(a, b)).toBe(expected);
  });
});
