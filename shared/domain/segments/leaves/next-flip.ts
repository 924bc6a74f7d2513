import type { CompiledFeature } from '#domain/features/compiled-feature.ts';
import { firstMsCrossed } from '#domain/features/crossing-time.ts';
import type { FeatureSubject } from '#domain/features/feature-subject.ts';
import type { FeatureValue, Reading } from '#domain/features/reading.ts';

/** A question about the value of a feature whose answer, for numbers, changes at the turning points alone. */
export type ValueTest = {
  readonly holds: (value: FeatureValue) => boolean;
  /** Ascending. Between two of them, and at each of them, the answer is one and the same. */
  readonly turnsAt: readonly number[];
};

const never = Number.POSITIVE_INFINITY;

/** What the feature says at another time, if nothing happens until then. */
function valueAt(feature: CompiledFeature, { state, population, relations }: FeatureSubject, nowMs: number): number {
  const { value } = feature.read({ state, nowMs, population, relations });
  return typeof value === 'number' ? value : Number.NaN;
}

/** Whether a number that moves as `sign` says has come to a line, or past it. */
function hasCome(value: number, line: number, sign: number, isPast: boolean): boolean {
  const beyond = (value - line) * sign;
  return isPast ? beyond > 0 : beyond >= 0;
}

/** A feature on its way: its value never turns back from now to before `endMs`. */
type Way = {
  readonly feature: CompiledFeature;
  readonly subject: FeatureSubject;
  readonly test: ValueTest;
  readonly value: number;
  readonly perMs: number;
  readonly sign: number;
  /** Null: it has no end. */
  readonly endMs: number | null;
};

/** The first millisecond after `fromMs` at which the feature has come to a line, or past it; null if not on its way. */
function firstMs(
  { feature, subject, sign, endMs }: Way,
  line: number,
  isPast: boolean,
  fromMs: number,
  guessMs: number,
) {
  return firstMsCrossed({
    fromMs,
    beforeMs: endMs,
    guessMs,
    hasCrossed: (timeMs) => hasCome(valueAt(feature, subject, timeMs), line, sign, isPast),
  });
}

/** The answer may turn as the value comes to a turning point, and once more as it leaves it. */
function turnAt(way: Way, line: number): number {
  const { feature, subject, test, value, perMs } = way;
  const { nowMs } = subject;
  const holds = test.holds(value);
  let reachedMs: number | null = nowMs;
  if (value !== line) {
    reachedMs = firstMs(way, line, false, nowMs, nowMs + (line - value) / perMs);
    if (reachedMs === null) return never;
    const reached = valueAt(feature, subject, reachedMs);
    if (test.holds(reached) !== holds) return reachedMs;
    if (reached !== line) return never;
  }
  const passedMs = firstMs(way, line, true, reachedMs, reachedMs + 1);
  if (passedMs === null) return never;
  return test.holds(valueAt(feature, subject, passedMs)) === holds ? never : passedMs;
}

/**
 * The first time after now at which the answer about a feature turns out otherwise if nothing happens, or at which the
 * feature itself may become something else; infinite if neither. Exact to the millisecond while the value moves.
 */
export function nextFlipMs(
  feature: CompiledFeature,
  subject: FeatureSubject,
  { value, perMs, untilMs }: Reading,
  test: ValueTest,
): number {
  const endMs = untilMs ?? never;
  if (perMs === 0 || typeof value !== 'number') return endMs;
  const sign = Math.sign(perMs);
  const way: Way = { feature, subject, test, value, perMs, sign, endMs: untilMs };
  const { turnsAt } = test;
  for (let index = 0; index < turnsAt.length; index += 1) {
    const line = turnsAt[sign > 0 ? index : turnsAt.length - 1 - index];
    if (line === undefined || (line - value) * sign < 0) continue;
    const turnMs = turnAt(way, line);
    if (turnMs !== never) return turnMs;
  }
  return endMs;
}
