import type { FeatureSpread } from '#contracts/population.ts';
import { firstMsCrossed } from '#domain/features/crossing-time.ts';
import { earlier } from '#domain/features/earlier.ts';
import type { FeatureExpression } from '#domain/features/feature-expression.ts';
import type { FeatureSubject } from '#domain/features/feature-subject.ts';
import { type Reading, steady } from '#domain/features/reading.ts';
import type { CompiledExpression, ExpressionParts } from './expression-parts.ts';
import { numberOf } from './number-part.ts';

/**
 * Reads what the population says about a number. Refuses accounts, whose population nobody surveys, and what is no
 * number.
 */
export function spreadReader(
  name: string,
  parts: ExpressionParts,
): (subject: FeatureSubject) => FeatureSpread | undefined {
  if (parts.subject !== 'customer') {
    throw parts.problem('it compares an account with the population, which is made of customers; leave that out');
  }
  const { type } = parts.feature(name);
  if (type !== 'number') throw parts.problem(`"${name}" is a ${type}; the population is surveyed for numbers only`);
  return ({ population }) => population?.features[name];
}

/** How many of the four values that part the population are exceeded: 0 to 4. */
function exceeded({ fifths }: FeatureSpread, value: number): number {
  return fifths.filter((fifth) => value > fifth).length;
}

/**
 * When a value that moves next exceeds, or no longer exceeds, one of the four; null if it does not before its reading
 * ends.
 */
function nextChangeMs(
  { fifths }: FeatureSpread,
  {
    reading,
    value,
    readAt,
    nowMs,
  }: { reading: Reading; value: number; readAt: (ms: number) => Reading; nowMs: number },
): number | null {
  if (reading.perMs === 0) return reading.untilMs;
  const rises = reading.perMs > 0;
  const ahead = rises ? fifths.find((fifth) => value <= fifth) : fifths.findLast((fifth) => value > fifth);
  if (ahead === undefined) return reading.untilMs;
  const crossedMs = firstMsCrossed({
    fromMs: nowMs,
    beforeMs: reading.untilMs,
    guessMs: nowMs + (ahead - value) / reading.perMs,
    hasCrossed: (timeMs) => {
      const then = numberOf(readAt(timeMs));
      return then !== null && then > ahead === rises;
    },
  });
  return earlier(crossedMs, reading.untilMs);
}

/**
 * Compiles `score`: 1 where the value is no more than the lowest of the four that part the population, 5 where it
 * exceeds all of them (the other way round where low is best). Nothing before there is a snapshot, or where the value
 * is unknown.
 */
export function compileScore(
  { feature: name, best }: Extract<FeatureExpression, { kind: 'score' }>,
  parts: ExpressionParts,
): CompiledExpression {
  const spreadOf = spreadReader(name, parts);
  const scored = parts.feature(name);
  return {
    type: 'number',
    moves: false,
    read: (subject) => {
      const reading = scored.read(subject);
      const value = numberOf(reading);
      const spread = spreadOf(subject);
      if (value === null || spread === undefined) return steady(null, reading.untilMs);
      const { state, population, relations } = subject;
      const readAt = (nowMs: number) => scored.read({ state, nowMs, population, relations });
      const untilMs = nextChangeMs(spread, { reading, value, readAt, nowMs: subject.nowMs });
      const above = exceeded(spread, value);
      return steady(best === 'high' ? 1 + above : 5 - above, untilMs);
    },
  };
}
