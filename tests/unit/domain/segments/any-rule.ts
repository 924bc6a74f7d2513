import fc from 'fast-check';
import type { Duration } from '#contracts/duration.ts';
import type { EventSelector } from '#contracts/event-selector.ts';
import type { Moment } from '#contracts/moment.ts';
import { comparisons, type RuleLeaf, type SegmentRule } from '#contracts/segment-rule.ts';
import { riskBands } from '#contracts/transition.ts';
import { propertyAtLeast, propertyIs } from '#domain/features/builders/conditions.ts';
import { activity, calls, event, meaning } from '#domain/features/builders/select.ts';
import { movingFeatures, numberFeatures, plan, ruleFeatures, vip } from './rule-features.ts';

type LeafOf<Op extends RuleLeaf['op']> = Extract<RuleLeaf, { op: Op }>;

const named = (features: readonly { readonly name: string }[]) => fc.constantFrom(...features.map(({ name }) => name));
const thresholds = fc.oneof(fc.integer({ min: -3, max: 40 }), fc.double({ min: -3, max: 40, noNaN: true }));
/** So many milliseconds as days, so that a value can be hit exactly. */
const wholeMilliseconds = fc.integer({ min: 0, max: 40 * 86_400_000 }).map((ms) => ms / 86_400_000);
const numbers = fc.oneof(thresholds, wholeMilliseconds);

const selectors: fc.Arbitrary<EventSelector> = fc.constantFrom(
  activity(),
  meaning('purchase'),
  meaning('cart'),
  meaning('ticket'),
  event('Used', propertyIs('feature', 'a', 'b')),
  event(['Moved', 'Looked']),
  meaning('purchase', propertyAtLeast('discount', 1)),
  calls('page'),
  event('Never Heard Of'),
);

const durations: fc.Arbitrary<Duration> = fc
  .oneof(
    fc.record({ amount: fc.integer({ min: 1, max: 40 }), unit: fc.constant('days') }),
    fc.record({ amount: fc.integer({ min: 1, max: 100 }), unit: fc.constantFrom('hours', 'minutes') }),
    fc.integer({ min: 1, max: 9 * 86_400_000 }).map((ms) => ({ amount: ms / 60_000, unit: 'minutes' as const })),
  )
  .filter(({ amount, unit }) => unit !== 'minutes' || Number.isInteger(amount * 60_000));

const moments = fc
  .tuple(fc.constantFrom('first', 'last'), fc.constantFrom('activity', 'purchase', 'cart', 'ticket', 'login'))
  .map(
    ([edge, what]): Moment =>
      `${edge === 'first' ? 'first' : 'last'} ${what === 'activity' ? 'activity' : what === 'purchase' ? 'purchase' : what === 'cart' ? 'cart' : what === 'ticket' ? 'ticket' : 'login'}`,
  );

const compare = (features: readonly { readonly name: string }[]) =>
  fc.record<LeafOf<'compare'>>({
    op: fc.constant('compare'),
    feature: named(features),
    is: fc.constantFrom(...comparisons),
    threshold: numbers,
  });
const between = (features: readonly { readonly name: string }[]) =>
  fc
    .tuple(named(features), numbers, numbers)
    .map(
      ([feature, a, b]): LeafOf<'between'> => ({ op: 'between', feature, from: Math.min(a, b), to: Math.max(a, b) }),
    );
const oneOfNumbers = (features: readonly { readonly name: string }[]) =>
  fc.record<LeafOf<'one of'>>({
    op: fc.constant('one of'),
    feature: named(features),
    values: fc.array(numbers, { minLength: 1, maxLength: 4 }),
  });
const did = fc.record<LeafOf<'did'>>({
  op: fc.constant('did'),
  what: selectors,
  atLeast: fc.integer({ min: 1, max: 4 }),
  within: durations,
});
const notDone = fc.record<LeafOf<'not done'>>({ op: fc.constant('not done'), what: selectors, for: durations });
const firstTime = fc.record<LeafOf<'first time'>>({
  op: fc.constant('first time'),
  what: selectors,
  within: durations,
});

/** Leaves whose next change is exact: nothing that they read changes in steps. */
export const exactLeaves: fc.Arbitrary<RuleLeaf> = fc.oneof(
  compare(movingFeatures),
  between(movingFeatures),
  oneOfNumbers(movingFeatures),
  did,
  notDone,
  firstTime,
);

const otherLeaves: fc.Arbitrary<RuleLeaf> = fc.oneof(
  compare(numberFeatures),
  between(numberFeatures),
  oneOfNumbers(numberFeatures),
  fc.record<LeafOf<'one of'>>({
    op: fc.constant('one of'),
    feature: fc.constant(plan.name),
    values: fc.subarray(['free', 'team', 'all'], { minLength: 1 }),
  }),
  fc.record<LeafOf<'one of'>>({
    op: fc.constant('one of'),
    feature: fc.constant(vip.name),
    values: fc.subarray([true, false], { minLength: 1 }),
  }),
  fc.record<LeafOf<'contains'>>({
    op: fc.constant('contains'),
    feature: fc.constant(plan.name),
    text: fc.constantFrom('RE', 'a', 'x'),
  }),
  fc.record<LeafOf<'exists'>>({ op: fc.constant('exists'), feature: named(ruleFeatures) }),
  fc.record<LeafOf<'risk band'>>({
    op: fc.constant('risk band'),
    in: fc.subarray([...riskBands], { minLength: 1 }),
  }),
  fc.record<LeafOf<'happened after'>>({ op: fc.constant('happened after'), moment: moments, than: moments }),
  fc.record<LeafOf<'did then'>>({
    op: fc.constant('did then'),
    first: selectors,
    next: selectors,
    within: durations,
    latest: fc.integer({ min: 1, max: 4 }),
  }),
  fc.record<LeafOf<'cluster'>>({
    op: fc.constant('cluster'),
    in: fc.subarray(['one', 'two', 'three'], { minLength: 1 }),
  }),
  fc.record<LeafOf<'segment'>>({ op: fc.constant('segment'), name: fc.constantFrom('inside', 'outside') }),
  fc.record<LeafOf<'account in'>>({ op: fc.constant('account in'), segment: fc.constantFrom('inside', 'outside') }),
  fc.record<LeafOf<'members in'>>({
    op: fc.constant('members in'),
    segment: fc.constant('inside'),
    atLeast: fc.integer({ min: 1, max: 5 }),
  }),
);

export const anyLeaf = fc.oneof(exactLeaves, otherLeaves);

/** Rules of every shape that the language has. */
export const { rule: anyRule } = fc.letrec<{ rule: SegmentRule }>((tie) => ({
  rule: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    anyLeaf,
    fc.record({
      op: fc.constantFrom('all' as const, 'any' as const),
      of: fc.array(tie('rule'), { minLength: 1, maxLength: 4 }),
    }),
    fc.record({ op: fc.constant('not' as const), rule: tie('rule') }),
  ),
}));
