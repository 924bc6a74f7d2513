import fc from 'fast-check';
import type { EventSelector } from '#contracts/event-selector.ts';
import { towards } from '#domain/features/builders/arithmetic.ts';
import { propertyAtLeast, propertyIs, propertyPresent } from '#domain/features/builders/conditions.ts';
import { activity, calls, event, meaning } from '#domain/features/builders/select.ts';
import {
  always,
  booleanIn,
  money,
  numberIn,
  numberOf,
  sentiment,
  set,
  textIn,
  timeIn,
} from '#domain/features/builders/sources.ts';
import type { EventMoment, FeatureExpression } from '#domain/features/feature-expression.ts';

const selectors: fc.Arbitrary<EventSelector> = fc.constantFrom(
  activity(),
  activity(),
  meaning('purchase'),
  meaning('purchase'),
  meaning('cart'),
  meaning('ticket'),
  meaning('login'),
  meaning('purchase', propertyAtLeast('discount', 1)),
  meaning('feature use', propertyIs('feature', 'a', 'b')),
  activity(propertyIs('context.traits.role', 'champion')),
  event(['Used', 'Moved']),
  event('Complained', propertyPresent('rating')),
  calls('page'),
);

const days = fc.constantFrom(1, 2, 7, 14, 28, 90);
const endingDaysAgo = fc.constantFrom(0, 0, 1, 7);
const sums = fc.constantFrom(money, sentiment, numberOf('discount', { decimals: 2 }), numberOf('mrr'), always(3));
const moments: fc.Arbitrary<EventMoment> = fc.record({ edge: fc.constantFrom('first', 'last'), of: selectors });
const setByAnything = event(['Moved', 'Used', 'Bought']);

type Of<Kind extends FeatureExpression['kind']> = Extract<FeatureExpression, { kind: Kind }>;
const values = fc.constantFrom(['a', 'b', 'c', 'd'], ['a', 'unheard of']);

/** One expression of each kind that stands on its own, by kind. */
export const plainExpressions = {
  'days since': fc.record<Of<'days since'>>({ kind: fc.constant('days since'), moment: moments }),
  'days until': fc.record<Of<'days until'>>({
    kind: fc.constant('days until'),
    settings: fc.constantFrom(
      [set(setByAnything, timeIn('renews_at'))],
      [set(setByAnything, timeIn('renews_at')), set(event('Bought'), timeIn('renews_at'))],
    ),
  }),
  'days between': fc.record<Of<'days between'>>({ kind: fc.constant('days between'), from: moments, to: moments }),
  count: fc.record<Of<'count'>>({ kind: fc.constant('count'), of: selectors }),
  sum: fc.record<Of<'sum'>>({ kind: fc.constant('sum'), of: selectors, sum: sums }),
  'net money': fc.constant<FeatureExpression>({ kind: 'net money' }),
  window: fc.record<Of<'window'>>({
    kind: fc.constant('window'),
    of: selectors,
    measure: fc.constantFrom('count', 'sum', 'active days'),
    sum: sums,
    days,
    endingDaysAgo,
  }),
  sessions: fc.record<Of<'sessions'>>({ kind: fc.constant('sessions'), of: selectors, days }),
  'share on weekdays': fc.record<Of<'share on weekdays'>>({
    kind: fc.constant('share on weekdays'),
    of: selectors,
    days,
    weekdays: fc.constantFrom([0, 6], [1], [1, 2, 3, 4, 5]),
  }),
  'share in hours': fc.record<Of<'share in hours'>>({
    kind: fc.constant('share in hours'),
    of: selectors,
    days,
    from: fc.constantFrom(0, 6, 11, 22),
    to: fc.constantFrom(5, 13, 24),
  }),
  latest: fc.record<Of<'latest'>>({
    kind: fc.constant('latest'),
    settings: fc.constantFrom(
      [set(setByAnything, textIn('plan'))],
      [set(activity(), numberIn('mrr'))],
      [set(setByAnything, booleanIn('vip'))],
      [set(event('Moved'), timeIn('renews_at')), set(event('Bought'), timeIn('renews_at'))],
      [set(setByAnything, textIn('plan')), set(event(['Used', 'Carted']), textIn('feature'))],
      [set(activity(), numberIn('mrr')), set(activity(), numberIn('rating'))],
    ),
  }),
  keyed: fc.record<Of<'keyed'>>({
    kind: fc.constant('keyed'),
    settings: fc.constantFrom(
      [set(event('Moved'), numberOf('mrr', { decimals: 2 })), set(event('Carted'), always(0))],
      [set(setByAnything, numberOf('mrr'))],
      [
        set(setByAnything, numberOf('mrr')),
        set(event(['Used', 'Returned']), always(0)),
        set(event('Used'), always(-2)),
      ],
    ),
    key: fc.constantFrom('subscription_id', null),
    keep: fc.constantFrom(3, 4),
    measure: fc.constantFrom('sum', 'above zero'),
  }),
  tally: fc.record<Of<'tally'>>({
    kind: fc.constant('tally'),
    of: fc.constant(meaning('feature use')),
    property: fc.constant('feature'),
    values,
    measure: fc.constantFrom('used', 'share used', 'entropy', 'largest share', 'core share'),
    core: fc.constant(['a']),
  }),
  distinct: fc.record<Of<'distinct'>>({
    kind: fc.constant('distinct'),
    of: selectors,
    property: fc.constantFrom('mrr', 'subscription_id', 'feature'),
    keep: fc.constant(64),
  }),
  trend: fc.oneof(
    fc.record<Of<'trend'>>({
      kind: fc.constant('trend'),
      of: selectors,
      sum: fc.option(sums, { nil: null }),
      weeks: fc.integer({ min: 2, max: 13 }),
      measure: fc.constant('slope'),
    }),
    fc.record<Of<'trend'>>({
      kind: fc.constant('trend'),
      of: selectors,
      sum: fc.constant(null),
      weeks: fc.integer({ min: 8, max: 13 }),
      measure: fc.constant('change point'),
    }),
  ),
  'gaps since': fc.record<Of<'gaps since'>>({
    kind: fc.constant('gaps since'),
    of: selectors,
    expectedGapDays: fc.constantFrom(1, 30, 7.5),
    strength: fc.constantFrom(1, 2, 0.5),
  }),
  funnel: fc.record<Of<'funnel'>>({
    kind: fc.constant('funnel'),
    steps: fc
      .array(selectors, { minLength: 2, maxLength: 4 })
      .map((all) => all.map((of, index) => ({ name: `step ${index}`, of }))),
    along: fc.constantFrom('latest', 'first'),
    measure: fc.constantFrom('steps done', 'last step', 'days stuck'),
  }),
} as const;

const steady = fc.oneof(plainExpressions.count, plainExpressions.window, plainExpressions.sum, plainExpressions.keyed);
const moving = fc.oneof(plainExpressions['days since'], plainExpressions['gaps since'], plainExpressions['days until']);
const numbers = fc.oneof(steady, moving);
const factors = fc.constantFrom(12, -1, 1 / 7, 0.5);

/** What calculations are made of: expressions that are calculated with, and what comes of them. */
export const calculations = {
  ratio: fc.record<Of<'ratio'>>({
    kind: fc.constant('ratio'),
    of: numbers,
    by: steady,
    otherwise: fc.constantFrom(null, 0),
  }),
  difference: fc.oneof(
    fc.record<Of<'difference'>>({ kind: fc.constant('difference'), of: numbers, less: steady }),
    fc.record<Of<'difference'>>({ kind: fc.constant('difference'), of: steady, less: moving }),
  ),
  total: fc.record<Of<'total'>>({ kind: fc.constant('total'), of: fc.tuple(steady, numbers, steady) }),
  times: fc.record<Of<'times'>>({ kind: fc.constant('times'), of: numbers, factor: factors }),
  'shrunk ratio': fc.record<Of<'shrunk ratio'>>({
    kind: fc.constant('shrunk ratio'),
    of: numbers,
    by: steady,
    towards: fc.constantFrom(towards(0.3, 5), { strength: 2, mean: { from: 'population', feature: 'other' } }),
  }),
  score: fc.record<Of<'score'>>({
    kind: fc.constant('score'),
    feature: fc.constant('other'),
    best: fc.constantFrom('high', 'low'),
  }),
  feature: fc.constant<FeatureExpression>({ kind: 'feature', name: 'other' }),
} as const;

/** A feature that others refer to. */
export const others = fc.oneof(steady, moving);

/** A population in which a feature lies somewhere. */
export const populations = fc
  .tuple(
    fc.array(fc.oneof(fc.double({ min: -5, max: 200, noNaN: true }), fc.integer({ min: 0, max: 40 })), {
      minLength: 4,
      maxLength: 4,
    }),
    fc.double({ min: -1, max: 1, noNaN: true }),
  )
  .map(([drawn, mean]) => {
    const [a = 0, b = 0, c = 0, d = 0] = drawn.toSorted((x, y) => x - y);
    const spread = { customers: 10, mean, fifths: [a, b, c, d] as [number, number, number, number] };
    return {
      schemaVersion: 1 as const,
      effectiveFromMs: 0,
      customers: 10,
      features: { other: spread },
      clustering: null,
    };
  });
