import type { EventMoment, FeatureExpression } from '#domain/features/feature-expression.ts';
import { type Reading, steady } from '#domain/features/reading.ts';
import { dayMs, type ProfileState } from '#domain/profile/profile-state.ts';
import type { CompiledExpression, ExpressionParts } from './expression-parts.ts';

/** When a moment was, in milliseconds; null if it has not happened. */
export function momentReader(moment: EventMoment, parts: ExpressionParts): (state: ProfileState) => number | null {
  const totals = parts.cell({ kind: 'totals', of: moment.of, sum: null });
  if (moment.edge === 'first') return (state) => totals(state)?.firstMs ?? null;
  return (state) => totals(state)?.lastMs ?? null;
}

/**
 * The days from a moment to now: 0 while the moment is still to come, as that of a clock that runs ahead. Rounding is
 * that of one subtraction, which is exact, and one division, so that it never falls as time goes on.
 */
export function elapsedDays(sinceMs: number, nowMs: number): Reading {
  if (sinceMs > nowMs) return steady(0, sinceMs);
  return { value: (nowMs - sinceMs) / dayMs, perMs: 1 / dayMs, untilMs: null };
}

/** Compiles `days since`. */
export function compileDaysSince(
  expression: Extract<FeatureExpression, { kind: 'days since' }>,
  parts: ExpressionParts,
): CompiledExpression {
  const momentMs = momentReader(expression.moment, parts);
  return {
    type: 'number',
    moves: true,
    read: ({ state, nowMs }) => {
      const sinceMs = momentMs(state);
      return sinceMs === null ? steady(null) : elapsedDays(sinceMs, nowMs);
    },
  };
}
