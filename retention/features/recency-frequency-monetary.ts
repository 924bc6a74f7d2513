import { total } from '#domain/features/builders/arithmetic.ts';
import { count, netMoney } from '#domain/features/builders/counts.ts';
import { feature } from '#domain/features/builders/feature.ts';
import { score } from '#domain/features/builders/others.ts';
import { activity, first, last, meaning } from '#domain/features/builders/select.ts';
import { daysSince } from '#domain/features/builders/time.ts';

export const recencyDays = feature('recencyDays', daysSince(last(activity())), {
  description: 'time since the last activity',
});

export const tenureDays = feature('tenureDays', daysSince(first(activity())), {
  description: 'time since the first activity',
});

export const frequency = feature('frequency', count(meaning('purchase')), { description: 'number of purchases' });

export const monetaryValue = feature('monetaryValue', netMoney(), { description: 'money paid less money returned' });

export const recencyScore = feature('recencyScore', score(recencyDays, { best: 'low' }), {
  description: 'recency among all customers, from 1 to 5',
});

export const frequencyScore = feature('frequencyScore', score(frequency, { best: 'high' }), {
  description: 'number of purchases among all customers, from 1 to 5',
});

export const monetaryScore = feature('monetaryScore', score(monetaryValue, { best: 'high' }), {
  description: 'money paid among all customers, from 1 to 5',
});

export const rfmScore = feature('rfmScore', total(recencyScore, frequencyScore, monetaryScore), {
  unit: 'of 15',
  description: 'recency, frequency and money paid among all customers, from 3 to 15',
});

export const recencyFrequencyMonetaryFeatures = [
  recencyDays,
  tenureDays,
  frequency,
  monetaryValue,
  recencyScore,
  frequencyScore,
  monetaryScore,
  rfmScore,
];
