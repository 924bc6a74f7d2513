import { times, total } from '#domain/features/builders/arithmetic.ts';
import { count } from '#domain/features/builders/counts.ts';
import { feature } from '#domain/features/builders/feature.ts';
import { latest, sumOfLatest } from '#domain/features/builders/registers.ts';
import { event, last, meaning } from '#domain/features/builders/select.ts';
import { always, numberIn, numberOf, set, timeIn } from '#domain/features/builders/sources.ts';
import { daysSince, daysUntil } from '#domain/features/builders/time.ts';
import { money90 } from './buying.ts';

/** What says how a subscription runs from now on. Each event names its subscription by `subscription_id`. */
export const subscriptionSet = event(['Subscription Started', 'Subscription Renewed', 'Plan Changed']);
export const subscriptionEnded = event('Subscription Cancelled');

export const mrr = feature(
  'mrr',
  sumOfLatest(
    { key: 'subscription_id', keep: 2 },
    set(subscriptionSet, numberOf('mrr', { decimals: 2 })),
    set(subscriptionEnded, always(0)),
  ),
  { unit: 'money', description: 'monthly recurring revenue of the 2 subscriptions that changed last' },
);

export const subscriptionStarts = feature('subscriptionStarts', count(meaning('subscription start')), {
  description: 'number of subscriptions started',
});

export const arr = feature('arr', times(mrr, 12), { description: 'yearly recurring revenue' });

/** What a customer is worth in a year: subscriptions, and purchases at the rate of the last 90 days. */
export const yearlyRevenue = feature('yearlyRevenue', total(arr, times(money90, 365 / 90)), {
  unit: 'money',
  description: 'subscriptions of a year, and purchases at the rate of the last 90 days',
});

export const daysToRenewal = feature('daysToRenewal', daysUntil(set(subscriptionSet, timeIn('renews_at'))), {
  description: 'time until the subscription is renewed',
});

export const planLimitUsed = feature('planLimitUsed', latest(set(event('Usage Reported'), numberIn('share_used'))), {
  unit: 'share',
  description: 'share of the plan’s limit that is used up',
});

export const limitHits = feature('limitHits', count(meaning('limit hit')), {
  description: 'number of times that the plan’s limit was reached',
});

export const daysSinceLimitHit = feature('daysSinceLimitHit', daysSince(last(meaning('limit hit'))), {
  description: 'time since the plan’s limit was last reached',
});

export const paymentFailures = feature('paymentFailures', count(meaning('payment failure')), {
  description: 'number of failed payments',
});

export const daysSincePaymentFailure = feature('daysSincePaymentFailure', daysSince(last(meaning('payment failure'))), {
  description: 'time since a payment last failed',
});

export const subscriptionFeatures = [
  mrr,
  subscriptionStarts,
  arr,
  yearlyRevenue,
  daysToRenewal,
  planLimitUsed,
  limitHits,
  daysSinceLimitHit,
  paymentFailures,
  daysSincePaymentFailure,
];
