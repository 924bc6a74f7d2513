import { all, atLeast, happenedAfter, lessThan, riskIs, segment } from '#domain/segments/rule-builders.ts';
import { daysSinceCart, monetaryValue, recencyDays, tenureDays } from './features.ts';

const hour = 1 / 24;

export const newcomer = segment('new', {
  version: 1,
  description: 'First seen within the last 14 days.',
  rule: lessThan(tenureDays, 14),
});

export const active = segment('active', {
  version: 1,
  description: 'Showed a sign of life within the last 14 days.',
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
  version: 1,
  description: 'Overdue against their own habit, but not lost yet.',
  rule: all(riskIs('high'), lessThan(recencyDays, 90)),
});

export const highValue = segment('high-value', {
  version: 1,
  description: 'Has paid 250 or more, returns taken off.',
  rule: atLeast(monetaryValue, 250),
});

export const cartAbandoned = segment('cart-abandoned', {
  version: 1,
  description: 'Filled a cart at least an hour ago, within 3 days, and has not bought since.',
  rule: all(happenedAfter('last cart', 'last purchase'), atLeast(daysSinceCart, hour), lessThan(daysSinceCart, 3)),
});

export const segments = [newcomer, active, slippingAway, lost, atRisk, highValue, cartAbandoned];
