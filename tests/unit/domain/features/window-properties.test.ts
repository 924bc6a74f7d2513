import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { activeDaysWithin, countWithin, sumWithin } from '#domain/features/builders/counts.ts';
import { activity, meaning } from '#domain/features/builders/select.ts';
import { money } from '#domain/features/builders/sources.ts';
import { dayMs, juneMs } from '../example-event.ts';
import { histories } from '../histories.ts';
import { readingOf } from './expressions/reading-examples.ts';

const measured = {
  activities: (days: number) => countWithin(activity(), days),
  purchases: (days: number) => countWithin(meaning('purchase'), days),
  money: (days: number) => sumWithin(meaning('purchase'), money, days),
  'active days': (days: number) => activeDaysWithin(activity(), days),
} as const;
type WindowMeasure = keyof typeof measured;

/** What customers do not do themselves, or do to leave. */
const noSignOfLife = ['Returned', 'Cancelled', 'Helped', 'Not Paid', 'Consented', 'Tried Out'];

/** The same sum over the raw events, by dates as text. */
function byBruteForce(events: readonly CanonicalEvent[], measure: WindowMeasure, days: number, nowMs: number): number {
  const dateOf = (timeMs: number) => new Date(timeMs).toISOString().slice(0, 10);
  const dates = new Set(Array.from({ length: days }, (_, back) => dateOf(nowMs - back * dayMs)));
  const inside = events.filter((event) => dates.has(dateOf(event.timeMs)));
  const isActivity = (event: CanonicalEvent) =>
    (event.type === 'page' || (event.type === 'track' && !noSignOfLife.includes(event.name))) &&
    event.context['active'] !== false;
  const purchases = inside.filter((event) => event.type === 'track' && event.name === 'Bought');
  if (measure === 'activities') return inside.filter(isActivity).length;
  if (measure === 'purchases') return purchases.length;
  if (measure === 'active days') return new Set(inside.filter(isActivity).map((event) => dateOf(event.timeMs))).size;
  return purchases.reduce((sum, event) => sum + Math.round(Number(event.properties['total']) * 100), 0) / 100;
}

const measures = fc.constantFrom<WindowMeasure>('activities', 'purchases', 'money', 'active days');

describe('countWithin and its like', () => {
  test('countWithin and its like equal a sum over the raw events, for histories that outgrow the days kept', () => {
    const arbitrary = fc.tuple(histories({ days: 300, maxEvents: 200 }), measures, fc.integer({ min: 1, max: 90 }));
    fc.assert(
      fc.property(arbitrary, fc.integer({ min: 0, max: 100 * dayMs }), ([events, measure, days], afterMs) => {
        const nowMs = juneMs + 300 * dayMs + afterMs;
        const value = readingOf(events, measured[measure](days), nowMs).value;
        expect(value).toBe(byBruteForce(events, measure, days, nowMs));
      }),
    );
  });

  test('countWithin and its like equal it under a clock that is up to five days behind the newest event', () => {
    const arbitrary = fc.tuple(histories({ days: 300, maxEvents: 200 }), measures, fc.integer({ min: 1, max: 90 }));
    fc.assert(
      fc.property(arbitrary, fc.integer({ min: 0, max: 5 * dayMs }), ([events, measure, days], behindMs) => {
        const newestMs = events.reduce((latest, event) => Math.max(latest, event.timeMs), juneMs);
        const value = readingOf(events, measured[measure](days), newestMs - behindMs).value;
        expect(value).toBe(byBruteForce(events, measure, days, newestMs - behindMs));
      }),
    );
  });

  test('countWithin and its like leave out what lies after the present moment’s day', () => {
    const arbitrary = fc.tuple(histories({ days: 90, maxEvents: 60 }), measures, fc.integer({ min: 1, max: 90 }));
    fc.assert(
      fc.property(arbitrary, fc.integer({ min: 0, max: 200 * dayMs }), ([events, measure, days], afterMs) => {
        const nowMs = juneMs + afterMs;
        const value = readingOf(events, measured[measure](days), nowMs).value;
        expect(value).toBe(byBruteForce(events, measure, days, nowMs));
      }),
    );
  });
});
