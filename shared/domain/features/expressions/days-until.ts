import type { FeatureExpression } from '#domain/features/feature-expression.ts';
import { steady } from '#domain/features/reading.ts';
import { dayMs } from '#domain/profile/profile-state.ts';
import type { CompiledExpression, ExpressionParts } from './expression-parts.ts';
import { typeOfSettings } from './latest.ts';

/** Compiles `days until`: falls all the time, through 0 into what is past. Refuses settings to what is no time. */
export function compileDaysUntil(
  { settings }: Extract<FeatureExpression, { kind: 'days until' }>,
  parts: ExpressionParts,
): CompiledExpression {
  const type = typeOfSettings(settings, parts);
  if (type !== 'time') throw parts.problem(`the days until a ${type} cannot be counted; set it with timeIn(…)`);
  const latest = parts.cell({ kind: 'latest', settings });
  return {
    type: 'number',
    moves: true,
    read: ({ state, nowMs }) => {
      const timeMs = latest(state)?.value;
      if (typeof timeMs !== 'number') return steady(null);
      return { value: (timeMs - nowMs) / dayMs, perMs: -1 / dayMs, untilMs: null };
    },
  };
}
