import { event, meaning } from '#domain/features/builders/select.ts';
import { did, didThen, inDays } from '#domain/segments/event-rules.ts';
import {
  all,
  any,
  atLeast,
  equalTo,
  happenedAfter,
  lessThan,
  not,
  riskIs,
  segment,
} from '#domain/segments/rule-builders.ts';
import { inSegment } from '#domain/segments/standing-rules.ts';
import { accountQuietDays, daysSinceChampion } from './features/accounts.ts';
import { featureUses } from './features/adoption.ts';
import { daysSinceCart, discountedShare } from './features/buying.ts';
import { errors7, ticketsUnresolved } from './features/care.ts';
import { activeDays28, activeDays90, weekendShare } from './features/engagement.ts';
import { onboardingSteps, onboardingStuckDays } from './features/onboarding.ts';
import { frequency, monetaryValue, recencyDays, tenureDays } from './features/recency-frequency-monetary.ts';
import { arr, planLimitUsed, subscriptionStarts } from './features/subscriptions.ts';
import { activityChange, activitySlope } from './features/trends.ts';

export const newcomer = segment('new', {
  version: 1,
  description: 'First seen within the last 14 days.',
  rule: lessThan(tenureDays, 14),
});

export const active = segment('active', {
  version: 1,
  description: 'Was active within the last 14 days.',
  rule: lessThan(recencyDays, 14),
});

export const slippingAway = segment('slipping-away', {
  version: 1,
  description: 'No activity for 14 days.',
  rule: atLeast(recencyDays, 14),
});

export const lost = segment('lost', {
  version: 1,
  description: 'No activity for 90 days.',
  rule: atLeast(recencyDays, 90),
});

export const atRisk = segment('at-risk', {
  version: 2,
  description: 'Overdue against their own habit, but not lost yet; until the risk is low again.',
  rule: all(riskIs('high'), lessThan(recencyDays, 90)),
  staysWhile: all(riskIs('medium', 'high'), lessThan(recencyDays, 90)),
});

export const neverActivated = segment('never-activated', {
  version: 1,
  description:
    'Came a week ago or earlier, and has neither used a product feature, nor bought, nor started a subscription.',
  rule: all(atLeast(tenureDays, 7), equalTo(featureUses, 0), equalTo(frequency, 0), equalTo(subscriptionStarts, 0)),
});

export const blockedBeginner = segment('blocked-beginner', {
  version: 1,
  description:
    'New, signed up, but not through with onboarding, and stuck: errors, an open ticket, or three days without a step.',
  rule: all(
    lessThan(tenureDays, 30),
    atLeast(onboardingSteps, 1),
    lessThan(onboardingSteps, 3),
    any(atLeast(errors7, 3), atLeast(ticketsUnresolved, 1), atLeast(onboardingStuckDays, 3)),
  ),
});

export const powerUser = segment('power-user', {
  version: 1,
  description: 'Active on 12 days of 28; until it is fewer than 8.',
  rule: atLeast(activeDays28, 12),
  staysWhile: atLeast(activeDays28, 8),
});

export const weekendPowerUser = segment('weekend-power-user', {
  version: 1,
  description: 'Active on 8 days of 90 or more, mostly at weekends.',
  rule: all(atLeast(activeDays90, 8), atLeast(weekendShare, 0.6)),
  staysWhile: all(atLeast(activeDays90, 6), atLeast(weekendShare, 0.5)),
});

export const highValue = segment('high-value', {
  version: 2,
  description: 'Has paid 250 or more, returns taken off; until that is less than 200.',
  rule: atLeast(monetaryValue, 250),
  staysWhile: atLeast(monetaryValue, 200),
});

const isValuable = any(inSegment(highValue), atLeast(arr, 1_200));

export const decliningHighValue = segment('declining-high-value', {
  version: 1,
  description: 'Worth much, and active at a lower rate than before; until activity no longer falls.',
  rule: all(isValuable, equalTo(activityChange, -1), lessThan(recencyDays, 90)),
  staysWhile: all(isValuable, lessThan(activitySlope, 0), lessThan(recencyDays, 90)),
  minimumStay: { days: 7 },
});

export const cartAbandoned = segment('cart-abandoned', {
  version: 2,
  description:
    'Filled a cart at least 30 minutes ago, within 3 days, and has neither bought nor started a subscription since.',
  rule: all(
    happenedAfter('last cart', 'last purchase'),
    happenedAfter('last cart', 'last subscription start'),
    atLeast(daysSinceCart, inDays({ minutes: 30 })),
    lessThan(daysSinceCart, 3),
  ),
});

export const discountHunter = segment('discount-hunter', {
  version: 1,
  description: 'Bought three times or more, three of four times with a discount.',
  rule: all(atLeast(frequency, 3), atLeast(discountedShare, 0.75)),
  staysWhile: all(atLeast(frequency, 3), atLeast(discountedShare, 0.6)),
});

const hitLimit = did(meaning('limit hit'), { within: { days: 14 } });

export const atPlanLimit = segment('at-plan-limit', {
  version: 1,
  description: 'Uses nine tenths of what the plan allows, or ran into its limit within 14 days.',
  rule: any(hitLimit, atLeast(planLimitUsed, 0.9)),
  staysWhile: any(hitLimit, atLeast(planLimitUsed, 0.8)),
});

const paymentFailure = meaning('payment failure');

export const paymentTrouble = segment('payment-trouble', {
  version: 1,
  description: 'A payment failed within 30 days, and none has succeeded since.',
  rule: all(
    did(paymentFailure, { within: { days: 30 } }),
    happenedAfter('last payment failure', 'last purchase'),
    happenedAfter('last payment failure', 'last subscription start'),
    not(didThen(paymentFailure, event('Subscription Renewed'), { within: { days: 30 }, latest: 1 })),
  ),
});

export const championLeft = segment('champion-left', {
  version: 1,
  description:
    'Nobody was active in the role of champion (context.traits.role of the event) for 21 days, but others still are.',
  subject: 'account',
  rule: all(atLeast(daysSinceChampion, 21), lessThan(accountQuietDays, 14)),
});

/** Who needs something from you, and when. */
export const segments = [
  newcomer,
  active,
  slippingAway,
  lost,
  atRisk,
  neverActivated,
  blockedBeginner,
  powerUser,
  weekendPowerUser,
  highValue,
  decliningHighValue,
  cartAbandoned,
  discountHunter,
  atPlanLimit,
  paymentTrouble,
  championLeft,
];
