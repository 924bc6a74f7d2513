import type { EventSelector } from '#contracts/event-selector.ts';
import type { Subject } from '#domain/features/cell.ts';
import type { FeatureDefinition, FeatureType } from '#domain/features/feature-definition.ts';
import type { FeatureExpression, FunnelStep } from '#domain/features/feature-expression.ts';
import { activity, cart, purchase, refund, ticket } from '#domain/ingest/event-builders.ts';
import { trackingPlan } from '#domain/ingest/tracking-plan.ts';
import { type Declarations, defineRetention } from '#domain/retention-definitions.ts';
import { starterRiskRule } from '#domain/scoring/starter-risk.ts';

const anything: EventSelector = { events: { by: 'activity' }, where: [] };
const purchases: EventSelector = { events: { by: 'meaning', meaning: 'purchase' }, where: [] };
const named = (...names: string[]): EventSelector => ({ events: { by: 'name', names }, where: [] });
const uses = named('Feature Used');
const exports: EventSelector = { ...uses, where: [{ property: 'feature', is: 'one of', values: ['export', 'share'] }] };
const large: EventSelector = { ...purchases, where: [{ property: 'total', is: 'at least', value: 50 }] };
const subscription = named('Subscription Changed');
const tickets = named('Ticket Opened');

const mrr = { on: subscription, to: { from: 'property', property: 'mrr', scale: 100 } } as const;
const plan = { on: subscription, to: { from: 'property', property: 'plan', type: 'text' } } as const;
const renewsAt = { on: subscription, to: { from: 'property', property: 'renewsAt', type: 'time' } } as const;
const tellsPlan: EventSelector = { events: { by: 'type', type: 'identify' }, where: [] };
const seats = [
  { on: named('Invitation Accepted'), to: { from: 'constant', number: 1 } },
  { on: named('Seat Removed'), to: { from: 'constant', number: 0 } },
] as const;
const usedFeatures = { of: uses, property: 'feature', values: ['export', 'share', 'report', 'search'] } as const;
const funnel: readonly FunnelStep[] = [
  { name: 'cart', of: { events: { by: 'meaning', meaning: 'cart' }, where: [] } },
  { name: 'checkout', of: named('Checkout Started') },
  { name: 'order', of: purchases },
];

const count28: Extract<FeatureExpression, { kind: 'window' }> = {
  kind: 'window',
  of: anything,
  measure: 'count',
  sum: null,
  days: 28,
  endingDaysAgo: 0,
};
const orders90: FeatureExpression = { ...count28, of: purchases, days: 90 };
const money: FeatureExpression = { kind: 'sum', of: purchases, sum: { from: 'money' } };
const times: FeatureExpression = { kind: 'count', of: purchases };

/** A feature of each kind, most with conditions, so that no vital sign answers alone. */
const expressions: Readonly<Record<string, FeatureExpression>> = {
  recency: { kind: 'days since', moment: { edge: 'last', of: anything } },
  exportRecency: { kind: 'days since', moment: { edge: 'last', of: exports } },
  firstExport: { kind: 'days since', moment: { edge: 'first', of: exports } },
  renewalIn: { kind: 'days until', settings: [renewsAt] },
  timeToValue: {
    kind: 'days between',
    from: { edge: 'first', of: anything },
    to: { edge: 'first', of: exports },
  },
  largeOrders: { kind: 'count', of: large },
  money,
  net: { kind: 'net money' },
  sentiment: { kind: 'sum', of: tickets, sum: { from: 'sentiment' } },
  actions7: { ...count28, days: 7 },
  exports28: { ...count28, of: exports },
  exportsBefore: { ...count28, of: exports, endingDaysAgo: 28 },
  moneyLarge90: { ...count28, of: large, measure: 'sum', sum: { from: 'money' }, days: 90 },
  activeDays90: { ...count28, measure: 'active days', days: 90 },
  sessions28: { kind: 'sessions', of: anything, days: 28 },
  weekendShare: { kind: 'share on weekdays', of: anything, days: 56, weekdays: [0, 6] },
  morningShare: { kind: 'share in hours', of: anything, days: 28, from: 6, to: 12 },
  plan: {
    kind: 'latest',
    settings: [plan, { on: tellsPlan, to: { from: 'property', property: 'plan', type: 'text' } }],
  },
  mrr: { kind: 'keyed', settings: [mrr], key: 'subscription', keep: 4, measure: 'sum' },
  seats: { kind: 'keyed', settings: seats, key: 'seat', keep: 8, measure: 'above zero' },
  featuresUsed: { kind: 'tally', ...usedFeatures, measure: 'used', core: [] },
  entropy: { kind: 'tally', ...usedFeatures, measure: 'entropy', core: [] },
  coreShare: { kind: 'tally', ...usedFeatures, measure: 'core share', core: ['report'] },
  distinctPages: { kind: 'distinct', of: named('Page Opened'), property: 'path', keep: 16 },
  slope: { kind: 'trend', of: anything, sum: null, weeks: 6, measure: 'slope' },
  change: { kind: 'trend', of: uses, sum: null, weeks: 8, measure: 'change point' },
  gaps: { kind: 'gaps since', of: purchases, expectedGapDays: 30, strength: 2 },
  funnelDone: { kind: 'funnel', steps: funnel, along: 'latest', measure: 'steps done' },
  funnelStep: { kind: 'funnel', steps: funnel, along: 'first', measure: 'last step' },
  funnelStuck: { kind: 'funnel', steps: funnel, along: 'latest', measure: 'days stuck' },
  averageOrder: { kind: 'ratio', of: money, by: times, otherwise: null },
  weekOverWeek: {
    kind: 'ratio',
    of: { ...count28, days: 7 },
    by: { ...count28, days: 7, endingDaysAgo: 7 },
    otherwise: 0,
  },
  moreExports: {
    kind: 'difference',
    of: { ...count28, of: exports },
    less: { ...count28, of: exports, endingDaysAgo: 28 },
  },
  bothCounts: { kind: 'total', of: [times, { kind: 'count', of: tickets }] },
  hours: { kind: 'times', of: { kind: 'count', of: uses }, factor: 0.25 },
  orderRate: {
    kind: 'shrunk ratio',
    of: orders90,
    by: { ...count28, days: 90 },
    towards: { strength: 5, mean: { from: 'population', feature: 'averageOrder' } },
  },
  moneyScore: { kind: 'score', feature: 'money', best: 'high' },
  recencyScore: { kind: 'score', feature: 'recency', best: 'low' },
  again: { kind: 'feature', name: 'exports28' },
};

const types: Readonly<Record<string, FeatureType>> = { plan: 'text', funnelStep: 'text' };

/** Of accounts, whose state is folded from the events of all who name them. */
const accountExpressions: Readonly<Record<string, FeatureExpression>> = {
  accountRecency: { kind: 'days since', moment: { edge: 'last', of: anything } },
  accountExports: { ...count28, of: exports },
  accountSeats: { kind: 'keyed', settings: seats, key: 'seat', keep: 8, measure: 'above zero' },
  accountPages: { kind: 'distinct', of: named('Page Opened'), property: 'path', keep: 16 },
  accountSessions: { kind: 'sessions', of: anything, days: 28 },
};

function defined(subject: Subject): (entry: [string, FeatureExpression]) => FeatureDefinition {
  return ([name, of]) => {
    const type = types[name] ?? 'number';
    return { name, type, unit: '', description: name, version: 1, owner: 'bench', subject, of, previous: null };
  };
}

/** Declares a feature of every kind. */
export const everyKindDeclared: Declarations = {
  plan: trackingPlan(
    [
      purchase('Order Completed', { amount: 'total' }),
      refund('Order Refunded', { amount: 'total' }),
      cart('Product Added'),
      ticket('Ticket Opened'),
      activity('Feature Used'),
    ],
    { unplanned: 'allow' },
  ),
  features: [
    ...Object.entries(expressions).map(defined('customer')),
    ...Object.entries(accountExpressions).map(defined('account')),
  ],
  risk: starterRiskRule({
    version: 1,
    expectedGapDays: 14,
    shrinkageGaps: 3,
    halfRiskGaps: 2,
    halfRiskActiveDays: 4,
    halfRiskMoney: 100,
    weights: { recency: 0.7, frequency: 0.2, monetary: 0.1 },
    mediumFrom: 0.35,
    highFrom: 0.6,
  }),
  segments: [],
  playbooks: [],
  templates: [],
  itemBudgetBytes: 4_096,
};

/** A deployment that declares a feature of every kind, to hold the folding of archives to that of live events. */
export const everyKind = defineRetention(everyKindDeclared);
