import { ratio, times } from '#domain/features/builders/arithmetic.ts';
import { propertyIs } from '#domain/features/builders/conditions.ts';
import { activeDaysWithin, count, countWithin, sum } from '#domain/features/builders/counts.ts';
import { feature } from '#domain/features/builders/feature.ts';
import { members, membersIn, shareOfMembersIn } from '#domain/features/builders/others.ts';
import { distinctValues, keysAboveZero, sumOfLatest } from '#domain/features/builders/registers.ts';
import { activity, last, meaning } from '#domain/features/builders/select.ts';
import { always, numberOf, set } from '#domain/features/builders/sources.ts';
import { daysSince } from '#domain/features/builders/time.ts';
import { weeklySlope } from '#domain/features/builders/trends.ts';
import { escalated, rated } from './care.ts';
import { subscriptionEnded, subscriptionSet } from './subscriptions.ts';

const subject = 'account';
/** Read from each event by itself: what another event or a profile says of a person does not count. */
const role = 'context.traits.role';
const executiveLogin = meaning('login', propertyIs(role, 'executive', 'owner', 'ceo', 'cto', 'vp', 'director'));
const ofSubscriptions = { key: 'subscription_id', keep: 20 };

export const accountQuietDays = feature('accountQuietDays', daysSince(last(activity())), {
  subject,
  description: 'time since anybody of the account was active',
});

export const accountActiveDays28 = feature('accountActiveDays28', activeDaysWithin(activity(), 28), {
  subject,
  description: 'days in 28 on which anybody of the account was active',
});

export const accountActivities28 = feature('accountActivities28', countWithin(activity(), 28), {
  subject,
  description: 'activities of the account in 28 days',
});

export const accountActivitySlope = feature('accountActivitySlope', weeklySlope(activity(), 8), {
  subject,
  unit: 'times a week',
  description: 'growth of the weekly activities of the account over 8 weeks',
});

export const accountMembers = feature('accountMembers', members(), { subject, description: 'members of the account' });

export const accountActiveMembers = feature('accountActiveMembers', membersIn('active'), {
  subject,
  description: 'active members of the account',
});

export const accountActiveShare = feature('accountActiveShare', shareOfMembersIn('active'), {
  subject,
  description: 'share of the members of the account who are active',
});

export const accountPowerUsers = feature('accountPowerUsers', membersIn('power-user'), {
  subject,
  description: 'power users among the members of the account',
});

export const accountPowerUserShare = feature('accountPowerUserShare', shareOfMembersIn('power-user'), {
  subject,
  description: 'share of the members of the account who are power users',
});

export const accountPeopleSeen = feature('accountPeopleSeen', distinctValues(activity(), 'event.userId', 50), {
  subject,
  unit: 'people',
  description: 'different people of the account that were ever active',
});

export const accountSeats = feature(
  'accountSeats',
  sumOfLatest(ofSubscriptions, set(subscriptionSet, numberOf('seats')), set(subscriptionEnded, always(0))),
  { subject, unit: 'seats', description: 'seats of the account' },
);

export const accountSeatsUsed = feature('accountSeatsUsed', ratio(accountMembers, accountSeats), {
  subject,
  unit: 'share',
  description: 'members of the account for each seat',
});

export const accountMrr = feature(
  'accountMrr',
  sumOfLatest(
    ofSubscriptions,
    set(subscriptionSet, numberOf('mrr', { decimals: 2 })),
    set(subscriptionEnded, always(0)),
  ),
  { subject, unit: 'money', description: 'monthly recurring revenue of the account' },
);

export const accountArr = feature('accountArr', times(accountMrr, 12), {
  subject,
  description: 'yearly recurring revenue of the account',
});

export const executiveLogins = feature('executiveLogins', count(executiveLogin), {
  subject,
  description: 'number of logins in the role of an executive (context.traits.role of the event)',
});

export const daysSinceExecutiveLogin = feature('daysSinceExecutiveLogin', daysSince(last(executiveLogin)), {
  subject,
  description: 'time since the last login in the role of an executive (context.traits.role of the event)',
});

export const daysSinceChampion = feature('daysSinceChampion', daysSince(last(activity(propertyIs(role, 'champion')))), {
  subject,
  description: 'time since the last activity in the role of champion (context.traits.role of the event)',
});

export const daysSinceAdmin = feature('daysSinceAdmin', daysSince(last(activity(propertyIs(role, 'admin')))), {
  subject,
  description: 'time since the last activity in the role of admin (context.traits.role of the event)',
});

export const accountTickets = feature('accountTickets', count(meaning('ticket')), {
  subject,
  description: 'number of support tickets of the account',
});

export const accountTicketsUnresolved = feature(
  'accountTicketsUnresolved',
  keysAboveZero(
    { key: 'ticket_id', keep: 20 },
    set(meaning('ticket'), always(1)),
    set(meaning('ticket resolved'), always(0)),
  ),
  {
    subject,
    unit: 'tickets',
    description: 'number of support tickets of the account that are not resolved, of the 20 that changed last',
  },
);

export const accountEscalations = feature('accountEscalations', count(escalated), {
  subject,
  description: 'number of support tickets of the account that were escalated',
});

export const accountCsat = feature('accountCsat', ratio(sum(rated, numberOf('csat', { decimals: 2 })), count(rated)), {
  subject,
  unit: 'of 5',
  description: 'mean satisfaction of the account',
});

export const accountFeatures = [
  accountQuietDays,
  accountActiveDays28,
  accountActivities28,
  accountActivitySlope,
  accountMembers,
  accountActiveMembers,
  accountActiveShare,
  accountPowerUsers,
  accountPowerUserShare,
  accountPeopleSeen,
  accountSeats,
  accountSeatsUsed,
  accountMrr,
  accountArr,
  executiveLogins,
  daysSinceExecutiveLogin,
  daysSinceChampion,
  daysSinceAdmin,
  accountTickets,
  accountTicketsUnresolved,
  accountEscalations,
  accountCsat,
];
