import { ratio } from '#domain/features/builders/arithmetic.ts';
import { activeDaysWithin, countWithin } from '#domain/features/builders/counts.ts';
import { feature } from '#domain/features/builders/feature.ts';
import { sessionsPerWeek, shareInHours, shareOnWeekdays } from '#domain/features/builders/rhythm.ts';
import { activity, first, last, meaning } from '#domain/features/builders/select.ts';
import { daysBetween, daysSince } from '#domain/features/builders/time.ts';

export const activities7 = feature('activities7', countWithin(activity(), 7), { description: 'activities in 7 days' });

export const activities28 = feature('activities28', countWithin(activity(), 28), {
  description: 'activities in 28 days',
});

export const activities90 = feature('activities90', countWithin(activity(), 90), {
  description: 'activities in 90 days',
});

export const activeDays7 = feature('activeDays7', activeDaysWithin(activity(), 7), {
  description: 'active days in 7 days',
});

export const activeDays28 = feature('activeDays28', activeDaysWithin(activity(), 28), {
  description: 'active days in 28 days',
});

export const activeDays90 = feature('activeDays90', activeDaysWithin(activity(), 90), {
  description: 'active days in 90 days',
});

export const stickiness = feature('stickiness', ratio(activeDays7, activeDays28), {
  unit: 'share',
  description: 'share of the active days of 28 that lie in the last 7',
});

export const weeklySessions = feature('weeklySessions', sessionsPerWeek(activity(), 1), {
  description: 'sessions in 7 days',
});

export const actionsPerSession = feature('actionsPerSession', ratio(activities7, weeklySessions), {
  unit: 'times',
  description: 'activities for each session in 7 days',
});

export const daysSinceLogin = feature('daysSinceLogin', daysSince(last(meaning('login'))), {
  description: 'time since the last login',
});

export const daysToLastPurchase = feature(
  'daysToLastPurchase',
  daysBetween(first(activity()), last(meaning('purchase'))),
  { description: 'time from the first activity to the last purchase' },
);

export const weekendShare = feature('weekendShare', shareOnWeekdays(activity(), 90, 'saturday', 'sunday'), {
  description: 'share of the activities of 90 days that fall on a weekend',
});

export const nightShare = feature('nightShare', shareInHours(activity(), 7, { from: 22, to: 6 }), {
  description: 'share of the active time of 7 days between 22 and 6 o’clock UTC',
});

export const engagementFeatures = [
  activities7,
  activities28,
  activities90,
  activeDays7,
  activeDays28,
  activeDays90,
  stickiness,
  weeklySessions,
  actionsPerSession,
  daysSinceLogin,
  daysToLastPurchase,
  weekendShare,
  nightShare,
];
