import { feature } from '#domain/features/builders/feature.ts';
import { activity, meaning } from '#domain/features/builders/select.ts';
import { money } from '#domain/features/builders/sources.ts';
import { rateChange, weeklySlope, weekOverWeek } from '#domain/features/builders/trends.ts';

export const activitySlope = feature('activitySlope', weeklySlope(activity(), 8), {
  unit: 'times a week',
  description: 'growth of the weekly activities over 8 weeks',
});

export const moneySlope = feature('moneySlope', weeklySlope(meaning('purchase'), 12, money), {
  unit: 'money a week',
  description: 'growth of the money paid a week over 12 weeks',
});

export const activityWeekOverWeek = feature('activityWeekOverWeek', weekOverWeek(activity()), {
  description: 'activities of 7 days as a ratio to the 7 days before',
});

export const activityChange = feature('activityChange', rateChange(activity(), 13), {
  description: 'change of the rate of activity in 13 weeks (−1 fell, 1 rose)',
});

export const trendFeatures = [activitySlope, moneySlope, activityWeekOverWeek, activityChange];
