import { describe, expect, test } from 'vitest';
import {
  daysStuck,
  type Funnel,
  funnelOnce,
  funnelRepeated,
  lastStep,
  step,
  stepsDone,
} from '#domain/features/builders/funnels.ts';
import { event, meaning } from '#domain/features/builders/select.ts';
import { dayMs, exampleEvent, juneMs } from '../../example-event.ts';
import { readingOf } from './reading-examples.ts';

const steps = [
  step('looked', event('Looked')),
  step('carted', meaning('cart')),
  step('bought', meaning('purchase')),
] as const;
const once = funnelOnce(...steps);
const repeated = funnelRepeated(...steps);

/** Events on consecutive days. */
function daily(...names: readonly string[]) {
  return names.map((name, day) =>
    exampleEvent({ id: `event-${day}`, name, timeMs: juneMs + day * dayMs, properties: { total: 1 } }),
  );
}

describe('stepsDone', () => {
  test.each<[readonly string[], Funnel, number, string | null]>([
    [[], once, 0, null],
    [['Bought'], once, 0, null],
    [['Looked'], once, 1, 'looked'],
    [['Looked', 'Carted'], once, 2, 'carted'],
    [['Looked', 'Carted', 'Bought'], once, 3, 'bought'],
    [['Carted', 'Looked', 'Carted'], once, 1, 'looked'],
    [['Carted', 'Looked', 'Carted'], repeated, 2, 'carted'],
    [['Looked', 'Carted', 'Bought', 'Looked'], repeated, 1, 'looked'],
    [['Looked', 'Carted', 'Bought', 'Looked'], once, 3, 'bought'],
  ])('stepsDone and lastStep after %j', (names, way, done, name) => {
    const nowMs = juneMs + 50 * dayMs;
    expect(readingOf(daily(...names), stepsDone(way), nowMs)).toEqual({ value: done, perMs: 0, untilMs: null });
    expect(readingOf(daily(...names), lastStep(way), nowMs).value).toBe(name);
  });
});

describe('daysStuck', () => {
  test('daysStuck counts from the last step on, and is nothing before the first and after the last', () => {
    const nowMs = juneMs + 5 * dayMs;
    expect(readingOf(daily('Looked', 'Carted'), daysStuck(once), nowMs)).toEqual({
      value: 4,
      perMs: 1 / dayMs,
      untilMs: null,
    });
    expect(readingOf(daily('Looked', 'Carted', 'Bought'), daysStuck(once), nowMs).value).toBeNull();
    expect(readingOf(daily('Carted'), daysStuck(once), nowMs).value).toBeNull();
  });
});
