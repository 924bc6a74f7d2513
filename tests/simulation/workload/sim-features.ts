import { valuesUsed } from '#domain/features/builders/adoption.ts';
import { propertyAtLeast, propertyIs } from '#domain/features/builders/conditions.ts';
import { activeDaysWithin, count, countWithin, netMoney, sumWithin } from '#domain/features/builders/counts.ts';
import { feature } from '#domain/features/builders/feature.ts';
import { members, membersIn } from '#domain/features/builders/others.ts';
import { distinctValues, latest, sumOfLatest } from '#domain/features/builders/registers.ts';
import { sessions } from '#domain/features/builders/rhythm.ts';
import { activity, calls, event, last, meaning } from '#domain/features/builders/select.ts';
import { always, money, numberOf, sentiment, set, textIn } from '#domain/features/builders/sources.ts';
import { daysSince } from '#domain/features/builders/time.ts';

/** What is selected in more than one place. */
export const exported = event('Feature Used', propertyIs('feature', 'export'));
export const searched = event('Search');

export const recencyDays = feature('recencyDays', daysSince(last(activity())), {
  description: 'time since the last activity',
});
export const daysSinceCart = feature('daysSinceCart', daysSince(last(meaning('cart'))), {
  description: 'time since the cart was last filled',
});
export const frequency = feature('frequency', count(meaning('purchase')), { description: 'number of purchases' });
export const monetaryValue = feature('monetaryValue', netMoney(), { description: 'money paid less money returned' });
export const activeDays3 = feature('activeDays3', activeDaysWithin(activity(), 3), {
  description: 'active days in 3 days',
});

/** A cell of totals, one of half hours, and two of days. */
export const exports = feature('exports', count(exported), { description: 'number of exports' });
export const sessions2 = feature('sessions2', sessions(activity(), 2), { description: 'sessions in 2 days' });
export const exports3 = feature('exports3', countWithin(exported, 3), { description: 'exports in 3 days' });
export const largeMoney3 = feature(
  'largeMoney3',
  sumWithin(event('Order Completed', propertyAtLeast('total', 20)), money, 3),
  { description: 'money of large orders in 3 days' },
);

/** Registers, a tally, and different values. */
export const currentPlan = feature(
  'currentPlan',
  latest<'text'>(
    set(event('Plan Changed'), textIn('plan')),
    set(meaning('cancellation'), { from: 'property', property: 'plan', type: 'text' }),
  ),
  { description: 'plan' },
);
export const revenue = feature(
  'revenue',
  sumOfLatest(
    { key: 'subscription_id', keep: 3 },
    set(event('Subscription Updated'), numberOf('mrr', { decimals: 2 })),
    set(meaning('cancellation'), always(0)),
  ),
  { description: 'monthly revenue', unit: 'money' },
);
export const mood = feature('mood', sumOfLatest({ key: null, keep: 1 }, set(meaning('ticket'), sentiment)), {
  description: 'tone of the last ticket',
});
export const featuresUsed = feature(
  'featuresUsed',
  valuesUsed({ of: event('Feature Used'), property: 'feature', values: ['export', 'import', 'share', 'report'] }),
  { description: 'number of features used' },
);
export const pagesSeen = feature('pagesSeen', distinctValues(calls('page'), 'path', 6), {
  description: 'number of different pages',
});

/** Of accounts. */
export const accountExports = feature('accountExports', countWithin(exported, 2), {
  description: 'exports of all its people in 2 days',
  subject: 'account',
});
export const accountPeople = feature('accountPeople', distinctValues(activity(), 'event.userId', 4), {
  description: 'number of people that were active',
  subject: 'account',
});
export const accountMembers = feature('accountMembers', members(), {
  description: 'number of members',
  subject: 'account',
});
export const accountActive = feature('accountActive', membersIn('active'), {
  description: 'number of active members',
  subject: 'account',
});
