import { describe, expect, test } from 'vitest';
import { difference, ratio, times, total } from '#domain/features/builders/arithmetic.ts';
import { propertyAtLeast, propertyIs } from '#domain/features/builders/conditions.ts';
import { activeDaysWithin, count, countWithin, sum } from '#domain/features/builders/counts.ts';
import type { Expression } from '#domain/features/builders/expression.ts';
import { feature } from '#domain/features/builders/feature.ts';
import { membersIn, score } from '#domain/features/builders/others.ts';
import { sessionsPerWeek, shareInHours, shareOnWeekdays } from '#domain/features/builders/rhythm.ts';
import { activity, event, first, last, meaning } from '#domain/features/builders/select.ts';
import { money } from '#domain/features/builders/sources.ts';
import { daysBetween, daysSince } from '#domain/features/builders/time.ts';
import { rateChange, weeklySlope } from '#domain/features/builders/trends.ts';
import { expressionSentence } from '#domain/features/expression-sentence.ts';

const spent = feature('spent', sum(meaning('purchase'), money), { description: 'money spent' });
const orders = feature('orders', count(meaning('purchase')), { description: 'number of orders' });

const sentences: [Expression<'number'>, string][] = [
  [daysSince(last(activity())), 'days since the last activity'],
  [daysBetween(first(activity()), last(meaning('purchase'))), 'days from the first activity to the last purchase'],
  [count(meaning('purchase', propertyAtLeast('total', 20))), 'number of purchases with total of at least 20'],
  [countWithin(event('Used', propertyIs('feature', 'export')), 28), 'number of "Used" with feature export in 28 days'],
  [activeDaysWithin(activity(), 28), 'days with any activity in 28 days'],
  [sum(meaning('purchase'), money), 'sum of the money of purchases'],
  [
    shareOnWeekdays(activity(), 90, 'saturday', 'sunday'),
    'share of the activities in 90 days that fall on a Saturday or Sunday, UTC',
  ],
  [
    shareInHours(activity(), 7, { from: 22, to: 6 }),
    'of the half hours with any activity in 7 days, the share between 22:00 and 06:00 UTC',
  ],
  [sessionsPerWeek(activity(), 1), 'sessions with any activity in 7 days'],
  [weeklySlope(activity(), 8), 'by how much the weekly number of activities grows each week, over 8 weeks'],
  [
    rateChange(activity(), 13),
    'whether the weekly number of activities has risen (1) or fallen (−1) for good within 13 weeks, or not (0)',
  ],
  [ratio(spent, orders), 'spent ÷ orders'],
  [difference(spent, times(orders, 12)), 'spent − (12 × orders)'],
  [total(spent, times(orders, 365 / 90)), 'spent + (4.06 × orders)'],
  [score(spent, { best: 'high' }), 'spent among all customers, by fifths: 5 is the highest fifth'],
  [membersIn('active'), 'number of the members of the account that are in "active"'],
];

describe('expressionSentence', () => {
  test.each(sentences)('expressionSentence of %j', (expression, sentence) => {
    expect(expressionSentence(expression.of)).toBe(sentence);
  });
});
