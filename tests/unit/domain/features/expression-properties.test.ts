import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { Population } from '#contracts/population.ts';
import type { FeatureExpression } from '#domain/features/feature-expression.ts';
import type { FeatureValue, Reading } from '#domain/features/reading.ts';
import { dayMs } from '../example-event.ts';
import { calculations, others, plainExpressions, populations } from './any-expression.ts';
import { bruteForce } from './brute-force-features.ts';
import { definitionOf, featureOf } from './compiling.ts';
import { featureHistories, timesToLook } from './feature-histories.ts';

/** What a feature is at a time: by its reading, and by brute force. */
type Looking = { readonly read: (nowMs: number) => Reading; readonly brute: (nowMs: number) => FeatureValue };

function looking(
  events: readonly CanonicalEvent[],
  expression: FeatureExpression,
  other: FeatureExpression,
  population: Population,
): Looking {
  const definitions = [definitionOf('it', expression), definitionOf('other', other)];
  const read = featureOf(events, definitions, 'it');
  const named = new Map([['other', other]]);
  return {
    read: (nowMs) => read({ nowMs, population }),
    brute: (nowMs) => bruteForce({ events, nowMs, population, members: null, others: named }, expression),
  };
}

function expectSame(found: FeatureValue, expected: FeatureValue): void {
  if (typeof found === 'number' && typeof expected === 'number') {
    const tolerance = 1e-9 * Math.max(1, Math.abs(found), Math.abs(expected));
    expect(Math.abs(found - expected)).toBeLessThanOrEqual(tolerance);
  } else expect(found).toBe(expected);
}

/**
 * Whole milliseconds after `nowMs` at which a wrong promise would show: just after it, before its end, around
 * midnights.
 */
function tellingTimes(nowMs: number, untilMs: number | null): number[] {
  const midnight = (Math.floor(nowMs / dayMs) + 1) * dayMs;
  const weeks = Array.from({ length: 16 }, (_, index) => midnight + index * 3 * dayMs);
  const near = [nowMs + 1, nowMs + 999, midnight - 1, ...weeks, nowMs + 1_000 * dayMs];
  const last = untilMs === null ? [] : [untilMs - 1, Math.floor((nowMs + untilMs) / 2)];
  return [...new Set([...near, ...last])]
    .filter((timeMs) => timeMs > nowMs && (untilMs === null || timeMs < untilMs))
    .sort((a, b) => a - b);
}

/** That value, rate and end of a reading are what they are said to be. */
function expectPromiseKept({ read, brute }: Looking, nowMs: number): void {
  const now = read(nowMs);
  expectSame(now.value, brute(nowMs));
  if (now.untilMs !== null) expect(Number.isSafeInteger(now.untilMs) && now.untilMs > nowMs).toBe(true);
  if (typeof now.value !== 'number') expect(now.perMs).toBe(0);
  let before = now.value;
  for (const timeMs of tellingTimes(nowMs, now.untilMs)) {
    const then = read(timeMs);
    expectSame(then.value, brute(timeMs));
    if (now.perMs === 0) {
      expect(then.value).toBe(now.value);
      continue;
    }
    expectSame(then.value, Number(now.value) + now.perMs * (timeMs - nowMs));
    const step = Number(then.value) - Number(before);
    expect(now.perMs > 0 ? step >= 0 : step <= 0).toBe(true);
    before = then.value;
  }
}

function check(expressions: fc.Arbitrary<FeatureExpression>, numRuns: number): void {
  fc.assert(
    fc.property(
      featureHistories({ days: 120, maxEvents: 60 }),
      expressions,
      others,
      populations,
      fc.gen(),
      (events, expression, other, population, gen) => {
        const nowMs = gen(timesToLook, events);
        expectPromiseKept(looking(events, expression, other, population), nowMs);
      },
    ),
    { numRuns },
  );
}

describe('compileExpression', () => {
  test.each(Object.entries(plainExpressions))(
    'compileExpression reads "%s" as brute force does over the raw events, and keeps its promise of what comes next',
    (_, expressions) => check(expressions, 150),
  );

  test.each(Object.entries(calculations))(
    'compileExpression calculates "%s" as brute force does, and keeps its promise of what comes next',
    (_, expressions) => check(expressions, 150),
  );
});
