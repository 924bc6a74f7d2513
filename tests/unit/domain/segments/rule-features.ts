import { difference, times } from '#domain/features/builders/arithmetic.ts';
import { propertyIs } from '#domain/features/builders/conditions.ts';
import { activeDaysWithin, count, countWithin } from '#domain/features/builders/counts.ts';
import { feature } from '#domain/features/builders/feature.ts';
import { latest } from '#domain/features/builders/registers.ts';
import { activity, event, first, last, meaning } from '#domain/features/builders/select.ts';
import { booleanIn, set, textIn, timeIn } from '#domain/features/builders/sources.ts';
import { daysSince, daysUntil } from '#domain/features/builders/time.ts';

/** What a property is set by. */
const told = event(['Moved', 'Used', 'Bought']);
const described = { description: 'it' };

export const quiet = feature('quiet', daysSince(last(activity())), described);
export const age = feature('age', daysSince(first(activity())), described);
export const quietHours = feature('quietHours', times(daysSince(last(activity())), 24), described);
export const renewal = feature('renewal', daysUntil(set(told, timeIn('renews_at'))), described);
/** Rises, in steps of doubles that are far greater than those of the time itself. */
export const farAhead = feature('farAhead', difference(times(count(activity()), 1e9), renewal), described);
export const week = feature('week', countWithin(activity(), 7), described);
export const buyingDays = feature('buyingDays', activeDaysWithin(meaning('purchase'), 28), described);
export const used = feature('used', count(meaning('feature use', propertyIs('feature', 'a', 'b'))), described);
export const plan = feature('plan', latest(set(told, textIn('plan'))), described);
export const vip = feature('vip', latest(set(told, booleanIn('vip'))), described);

export const ruleFeatures = [quiet, age, quietHours, renewal, farAhead, week, buyingDays, used, plan, vip];

/** The features that are numbers, those that move first. */
export const numberFeatures = [quiet, age, quietHours, renewal, farAhead, week, buyingDays, used];
export const movingFeatures = [quiet, age, quietHours, renewal];
