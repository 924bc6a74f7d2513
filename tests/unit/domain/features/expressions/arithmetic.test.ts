import { describe, expect, test } from 'vitest';
import {
  difference,
  ratio,
  shrunkRatio,
  times,
  total,
  towards,
  towardsPopulation,
} from '#domain/features/builders/arithmetic.ts';
import { count, countWithin, netMoney, sum } from '#domain/features/builders/counts.ts';
import { activity, last, meaning } from '#domain/features/builders/select.ts';
import { money } from '#domain/features/builders/sources.ts';
import { daysSince } from '#domain/features/builders/time.ts';
import { dayMs, exampleEvent, juneMs } from '../../example-event.ts';
import { definitionOf, featureOf } from '../compiling.ts';
import { readingOf } from './reading-examples.ts';

const events = [
  exampleEvent({ id: '1', timeMs: juneMs, name: 'Bought', properties: { total: 30 } }),
  exampleEvent({ id: '2', timeMs: juneMs + dayMs, name: 'Bought', properties: { total: 12.5 } }),
  exampleEvent({ id: '3', timeMs: juneMs + dayMs, name: 'Returned', properties: { total: 2.25 } }),
  exampleEvent({ id: '4', timeMs: juneMs + 2 * dayMs, name: 'Looked' }),
  exampleEvent({ id: '5', timeMs: juneMs + 2 * dayMs, name: 'Looked' }),
];
const nowMs = juneMs + 3 * dayMs;
const purchases = count(meaning('purchase'));
const tickets = count(meaning('ticket'));
const recency = daysSince(last(activity()));

describe('netMoney', () => {
  test('netMoney takes what was returned off what was paid', () => {
    expect(readingOf(events, netMoney(), nowMs)).toEqual({ value: 40.25, perMs: 0, untilMs: null });
    expect(readingOf([], netMoney(), nowMs).value).toBe(0);
  });
});

describe('ratio', () => {
  test('ratio divides, and is nothing, or what is told, where it would divide by 0', () => {
    expect(readingOf(events, ratio(sum(meaning('purchase'), money), purchases), nowMs).value).toBe(21.25);
    expect(readingOf(events, ratio(purchases, tickets), nowMs).value).toBeNull();
    expect(readingOf(events, ratio(purchases, tickets, { otherwise: 0 }), nowMs).value).toBe(0);
  });

  test('ratio moves as what it divides moves, and holds as long as both parts hold', () => {
    const reading = readingOf(events, ratio(recency, countWithin(meaning('purchase'), 7)), nowMs);
    expect(reading).toEqual({ value: 0.5, perMs: 0.5 / dayMs, untilMs: juneMs + 7 * dayMs });
  });
});

describe('difference and total', () => {
  test('difference and total are nothing where a part is unknown', () => {
    expect(readingOf(events, difference(count(activity()), purchases), nowMs).value).toBe(2);
    expect(readingOf(events, total(purchases, purchases, recency), nowMs)).toMatchObject({
      value: 5,
      perMs: 1 / dayMs,
    });
    expect(readingOf(events, total(purchases, daysSince(last(meaning('ticket')))), nowMs).value).toBeNull();
    expect(readingOf(events, difference(purchases, recency), nowMs)).toMatchObject({ value: 1, perMs: -1 / dayMs });
  });
});

describe('times', () => {
  test('times multiplies the value and its movement', () => {
    expect(readingOf(events, times(recency, 24), nowMs)).toMatchObject({ value: 24, perMs: 24 / dayMs });
    expect(readingOf([], times(recency, 24), nowMs).value).toBeNull();
  });
});

describe('shrunkRatio', () => {
  test('shrunkRatio is the mean without tries, and comes near to the share with them', () => {
    const conversion = shrunkRatio(purchases, count(activity()), towards(0.1, 6));
    expect(readingOf([], conversion, nowMs).value).toBeCloseTo(0.1, 12);
    expect(readingOf(events, conversion, nowMs).value).toBeCloseTo((0.6 + 2) / (6 + 4), 12);
  });

  test('shrunkRatio takes its mean from the population, and is nothing before that was surveyed', () => {
    const share = definitionOf('share', ratio(purchases, count(activity())).of);
    const shrunk = definitionOf(
      'shrunk',
      shrunkRatio(purchases, count(activity()), towardsPopulation({ ...share, type: 'number', previous: null }, 4)).of,
    );
    const read = featureOf(events, [share, shrunk], 'shrunk');
    const spread = { customers: 9, mean: 0.25, fifths: [0, 0, 0, 1] as [number, number, number, number] };
    const population = {
      schemaVersion: 1 as const,
      effectiveFromMs: 0,
      customers: 9,
      features: { share: spread },
      clustering: null,
    };
    expect(read({ nowMs, population }).value).toBe((1 + 2) / (4 + 4));
    expect(read({ nowMs }).value).toBeNull();
  });
});
