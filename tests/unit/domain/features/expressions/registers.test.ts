import { describe, expect, test } from 'vitest';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { JsonObject } from '#contracts/json.ts';
import { coreShare, entropyOfUse, largestShare, shareUsed, valuesUsed } from '#domain/features/builders/adoption.ts';
import { distinctValues, keysAboveZero, latest, sumOfLatest } from '#domain/features/builders/registers.ts';
import { activity, event, meaning } from '#domain/features/builders/select.ts';
import { always, numberOf, set, textIn } from '#domain/features/builders/sources.ts';
import { dayMs, exampleEvent, juneMs } from '../../example-event.ts';
import { readingOf } from './reading-examples.ts';

/** One event a millisecond; those of a `day` at the beginning of it. */
function told(...events: readonly (readonly [name: string, properties: JsonObject])[]): CanonicalEvent[] {
  return events.map(([name, properties], index) =>
    exampleEvent({
      id: `event-${index}`,
      name,
      timeMs: typeof properties['day'] === 'number' ? juneMs + properties['day'] * dayMs : juneMs + index,
      properties,
    }),
  );
}

describe('latest', () => {
  const plan = latest(set(event(['Subscribed', 'Moved']), textIn('plan')));

  test('latest is what was set last, and goes by events that set it alone', () => {
    const events = told(
      ['Subscribed', { plan: 'free' }],
      ['Moved', { plan: 'team' }],
      ['Moved', {}],
      ['Looked', { plan: 'x' }],
    );
    expect(readingOf(events, plan, juneMs)).toEqual({ value: 'team', perMs: 0, untilMs: null });
    expect(readingOf([], plan, juneMs).value).toBeNull();
  });
});

describe('sumOfLatest', () => {
  const mrr = sumOfLatest(
    { key: 'subscription', keep: 2 },
    set(event('Moved'), numberOf('mrr', { decimals: 2 })),
    set(event('Cancelled'), always(0)),
  );

  test.each<[string, readonly (readonly [string, JsonObject])[], number]>([
    ['nothing', [], 0],
    ['one', [['Moved', { subscription: 'a', mrr: 10.5 }]], 10.5],
    [
      'two',
      [
        ['Moved', { subscription: 'a', mrr: 10 }],
        ['Moved', { subscription: 'b', mrr: 5 }],
      ],
      15,
    ],
    [
      'one that changed',
      [
        ['Moved', { subscription: 'a', mrr: 10 }],
        ['Moved', { subscription: 'a', mrr: 30 }],
      ],
      30,
    ],
    [
      'one that ended',
      [
        ['Moved', { subscription: 'a', mrr: 10 }],
        ['Cancelled', { subscription: 'a' }],
      ],
      0,
    ],
    [
      'one that started and ended at the same moment',
      [
        ['Cancelled', { subscription: 'a', day: 1 }],
        ['Moved', { subscription: 'a', mrr: 10, day: 1 }],
        ['Moved', { subscription: 'b', mrr: 5, day: 1 }],
      ],
      5,
    ],
    ['one without a key', [['Moved', { mrr: 10 }]], 0],
    [
      'more than are kept: the newest',
      [
        ['Moved', { subscription: 'a', mrr: 1 }],
        ['Moved', { subscription: 'b', mrr: 2 }],
        ['Moved', { subscription: 'c', mrr: 4 }],
      ],
      6,
    ],
  ])('sumOfLatest of %s', (_, events, expected) => {
    expect(readingOf(told(...events), mrr, juneMs).value).toBe(expected);
  });

  test('keysAboveZero counts the keys whose number is not 0', () => {
    const open = keysAboveZero(
      { key: 'ticket', keep: 5 },
      set(meaning('ticket'), always(1)),
      set(meaning('ticket resolved'), always(0)),
    );
    const events = told(['Complained', { ticket: 1 }], ['Complained', { ticket: 2 }], ['Helped', { ticket: 1 }]);
    expect(readingOf(events, open, juneMs).value).toBe(1);
  });
});

describe('distinctValues', () => {
  const seen = (count: number) =>
    told(...Array.from({ length: count }, (_, index) => ['Looked', { at: index % count }] as const));
  const pages = distinctValues(activity(), 'at', 50);

  test.each([0, 1, 49, 50])('distinctValues tells %i of 50 apart exactly', (count) => {
    expect(readingOf([...seen(count)], pages, juneMs).value).toBe(count);
  });

  test('distinctValues estimates beyond, within three times its error', () => {
    const value = Number(readingOf(seen(1_000), pages, juneMs).value);
    expect(Math.abs(value - 1_000) / 1_000).toBeLessThan(3 / Math.sqrt(49));
  });
});

describe('valuesUsed and what goes with it', () => {
  const tallied = { of: meaning('feature use'), property: 'feature', values: ['a', 'b', 'c', 'd'] };
  const uses = (...features: readonly string[]) => told(...features.map((feature) => ['Used', { feature }] as const));

  test.each<[string, readonly string[], (number | null)[]]>([
    ['nothing', [], [0, 0, null, null, null]],
    ['one feature', ['a', 'a'], [1, 0.25, 0, 1, 1]],
    ['two alike', ['a', 'b', 'a', 'b'], [2, 0.5, 1, 0.5, 0.5]],
    ['all alike', ['a', 'b', 'c', 'd'], [4, 1, 2, 0.25, 0.25]],
    ['three and one', ['b', 'b', 'b', 'a'], [2, 0.5, 0.811, 0.75, 0.25]],
    ['what is not declared', ['z', 'a'], [1, 0.25, 0, 1, 1]],
  ])('valuesUsed, shareUsed, entropyOfUse, largestShare and coreShare of %s', (_, features, expected) => {
    const measures = [valuesUsed, shareUsed, entropyOfUse, largestShare].map((measure) => measure(tallied));
    const values = [...measures, coreShare(tallied, 'a')].map((one) => readingOf(uses(...features), one, juneMs).value);
    expect(values.map((value) => (typeof value === 'number' ? Math.round(value * 1_000) / 1_000 : value))).toEqual(
      expected,
    );
  });
});
