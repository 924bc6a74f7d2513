import { describe, expect, test } from 'vitest';
import { event, first, last, meaning } from '#domain/features/builders/select.ts';
import { set, timeIn } from '#domain/features/builders/sources.ts';
import { daysBetween, daysSince, daysUntil, gapsSince } from '#domain/features/builders/time.ts';
import { dayMs, exampleEvent, juneMs } from '../../example-event.ts';
import { eventsAt, readingOf } from './reading-examples.ts';

const purchases = eventsAt('Bought', [juneMs, juneMs + 10 * dayMs, juneMs + 20 * dayMs], { properties: { total: 1 } });

describe('daysSince', () => {
  const since = daysSince(last(meaning('purchase')));

  test('daysSince counts days with fractions from the last or the first of the events, and moves for ever', () => {
    const nowMs = juneMs + 21.5 * dayMs;
    expect(readingOf(purchases, since, nowMs)).toEqual({ value: 1.5, perMs: 1 / dayMs, untilMs: null });
    expect(readingOf(purchases, daysSince(first(meaning('purchase'))), nowMs).value).toBe(21.5);
  });

  test('daysSince is nothing before the moment has happened', () => {
    expect(readingOf([], since, juneMs)).toEqual({ value: null, perMs: 0, untilMs: null });
  });

  test('daysSince is 0 until a moment comes that a clock which runs ahead told of', () => {
    const nowMs = juneMs + 20 * dayMs - 60_000;
    expect(readingOf(purchases, since, nowMs)).toEqual({ value: 0, perMs: 0, untilMs: juneMs + 20 * dayMs });
  });
});

describe('daysUntil', () => {
  const until = daysUntil(set(event('Subscribed'), timeIn('renews_at')));

  test('daysUntil falls towards the time that was set last, and below 0', () => {
    const events = [
      exampleEvent({ id: '1', name: 'Subscribed', timeMs: juneMs, properties: { renews_at: juneMs + 30 * dayMs } }),
      exampleEvent({ id: '2', name: 'Subscribed', timeMs: juneMs + 1, properties: { renews_at: '2026-06-11' } }),
    ];
    expect(readingOf(events, until, juneMs + 8 * dayMs)).toEqual({ value: 2, perMs: -1 / dayMs, untilMs: null });
    expect(readingOf(events, until, juneMs + 11 * dayMs).value).toBe(-1);
    expect(readingOf([], until, juneMs).value).toBeNull();
  });
});

describe('daysBetween', () => {
  test.each([
    ['first', 'last', 20],
    ['last', 'first', null],
    ['first', 'first', 0],
  ] as const)('daysBetween from the %s to the %s of three purchases is %d days', (from, to, expected) => {
    const edge = { first: first(meaning('purchase')), last: last(meaning('purchase')) };
    const reading = readingOf(purchases, daysBetween(edge[from], edge[to]), juneMs + 900 * dayMs);
    expect(reading).toEqual({ value: expected, perMs: 0, untilMs: null });
  });

  test('daysBetween is nothing while one of the two has not happened', () => {
    const toCart = daysBetween(first(meaning('purchase')), last(meaning('cart')));
    expect(readingOf(purchases, toCart, juneMs + 900 * dayMs).value).toBeNull();
  });
});

describe('gapsSince', () => {
  test('gapsSince measures in usual gaps: two of 10 days drawn towards one of 40 that weighs one gap are 20 days', () => {
    const gaps = gapsSince(meaning('purchase'), { expectedGapDays: 40, strength: 1 });
    const reading = readingOf(purchases, gaps, juneMs + 30 * dayMs);
    expect(reading).toEqual({ value: 0.5, perMs: 1 / dayMs / 20, untilMs: null });
  });

  test('gapsSince goes by the expected gap alone for one event, and is nothing for none', () => {
    const gaps = gapsSince(meaning('purchase'), { expectedGapDays: 4, strength: 3 });
    expect(readingOf(purchases.slice(0, 1), gaps, juneMs + 6 * dayMs).value).toBe(1.5);
    expect(readingOf([], gaps, juneMs).value).toBeNull();
  });
});
