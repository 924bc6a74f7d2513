import { describe, expect, test } from 'vitest';
import type { SegmentDefinition, SegmentRule } from '#contracts/segment-rule.ts';
import { shrunkRatio, times, total, towards, towardsPopulation } from '#domain/features/builders/arithmetic.ts';
import { count, netMoney } from '#domain/features/builders/counts.ts';
import { feature } from '#domain/features/builders/feature.ts';
import { score } from '#domain/features/builders/others.ts';
import { activity, meaning } from '#domain/features/builders/select.ts';
import type { FeatureDefinition } from '#domain/features/feature-definition.ts';
import { populationNeeds } from '#domain/population/population-needs.ts';
import { all, atLeast, not, segment } from '#domain/segments/rule-builders.ts';

const describe1 = (description: string) => ({ description });
const visits = feature('visits', count(activity()), describe1('visits'));
const orders = feature('orders', count(meaning('purchase')), describe1('orders'));
const spent = feature('spent', netMoney(), describe1('money spent'));
const rank = feature('rank', score(spent, { best: 'high' }), describe1('rank by money'));
const twice = feature('twice', times(rank, 2), describe1('twice the rank'));
const rate = feature('rate', shrunkRatio(orders, visits, towards(0.1, 5)), describe1('orders a visit'));
const drawn = feature('drawn', shrunkRatio(orders, visits, towardsPopulation(rate, 5)), describe1('drawn to the mean'));
const deep = feature('deep', total(visits, times(rank, 3)), describe1('visits and rank'));

const named = (features: readonly FeatureDefinition[]) =>
  new Map(features.map((definition) => [definition.name, { definition }]));

const ruled = (rule: SegmentRule, more: Partial<SegmentDefinition> = {}) => {
  return { definition: { ...segment('some', { version: 1, description: 'Some.', rule }), ...more } };
};

const all8 = [visits, orders, spent, rank, twice, rate, drawn, deep];

describe('populationNeeds', () => {
  test('populationNeeds asks for nothing where no feature compares with others', () => {
    const needs = populationNeeds({
      features: named([visits, orders, spent, rate]),
      segments: [ruled(atLeast(rate, 1))],
      clusters: null,
    });
    expect(needs).toEqual({
      spreads: [],
      clusters: null,
      isUsed: false,
      decidesSegments: false,
    });
  });

  test('populationNeeds names the features that scores and means compare with, each once', () => {
    const needs = populationNeeds({ features: named(all8), segments: [], clusters: null });
    expect(needs.spreads).toEqual(['rate', 'spent']);
    expect(needs.isUsed).toBe(true);
    expect(needs.decidesSegments).toBe(false);
  });

  test('populationNeeds also looks at the version before, which is read while the new one is incomplete', () => {
    const before = feature('value', score(spent, { best: 'high' }), describe1('value'));
    const now = feature('value', count(activity()), { description: 'value', version: 2, previous: before });
    const needs = populationNeeds({
      features: named([spent, now]),
      segments: [ruled(atLeast(now, 1))],
      clusters: null,
    });
    expect(needs).toMatchObject({ spreads: ['spent'], decidesSegments: true });
  });

  test.each([
    ['a score', atLeast(rank, 5)],
    ['what is computed out of a score', all(atLeast(visits, 1), not(atLeast(twice, 8)))],
    ['a part deep inside', atLeast(deep, 8)],
    ['a mean of the population', atLeast(drawn, 0.5)],
  ])('populationNeeds says that a segment may follow the population through %s', (_, rule) => {
    const features = named(all8);
    expect(populationNeeds({ features, segments: [ruled(rule)], clusters: null }).decidesSegments).toBe(true);
    const off = ruled(rule, { enabled: false });
    expect(populationNeeds({ features, segments: [off], clusters: null }).decidesSegments).toBe(false);
  });

  test('populationNeeds looks at the rule to stay, and at clusters', () => {
    const clusters = { features: ['spent'], names: ['best', 'rest'] };
    const stays = ruled(atLeast(visits, 1), { staysWhile: { op: 'cluster', in: ['best'] } });
    const needs = populationNeeds({ features: named([visits, spent]), segments: [stays], clusters });
    expect(needs).toEqual({
      spreads: [],
      clusters,
      isUsed: true,
      decidesSegments: true,
    });
  });
});
