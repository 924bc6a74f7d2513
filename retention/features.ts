import { countOf, daysSince, netMoney, within } from '#domain/features/feature.ts';

export const recencyDays = daysSince('recencyDays', 'last activity', 'time since the last activity');
export const tenureDays = daysSince('tenureDays', 'first activity', 'time since the first activity');
export const daysSincePurchase = daysSince('daysSincePurchase', 'last purchase', 'time since the last purchase');
export const daysSinceCart = daysSince('daysSinceCart', 'last cart', 'time since the cart was last filled');
export const frequency = countOf('frequency', 'purchase', 'number of purchases');
export const ticketCount = countOf('ticketCount', 'ticket', 'number of support tickets');
export const monetaryValue = netMoney('monetaryValue', 'money paid less money returned');
export const activities7 = within('activities7', { measure: 'activities', days: 7 }, 'activities in 7 days');
export const activities28 = within('activities28', { measure: 'activities', days: 28 }, 'activities in 28 days');
export const activities90 = within('activities90', { measure: 'activities', days: 90 }, 'activities in 90 days');
export const purchases7 = within('purchases7', { measure: 'purchases', days: 7 }, 'purchases in 7 days');
export const purchases28 = within('purchases28', { measure: 'purchases', days: 28 }, 'purchases in 28 days');
export const purchases90 = within('purchases90', { measure: 'purchases', days: 90 }, 'purchases in 90 days');
export const money90 = within('money90', { measure: 'money', days: 90 }, 'money paid in 90 days');
export const activeDays28 = within('activeDays28', { measure: 'active days', days: 28 }, 'active days in 28 days');

export const features = [
  recencyDays,
  tenureDays,
  daysSincePurchase,
  daysSinceCart,
  frequency,
  ticketCount,
  monetaryValue,
  activities7,
  activities28,
  activities90,
  purchases7,
  purchases28,
  purchases90,
  money90,
  activeDays28,
];
