import type { FeatureExpression } from '#domain/features/feature-expression.ts';
import { steady } from '#domain/features/reading.ts';
import { dayMs } from '#domain/profile/profile-state.ts';
import { momentReader } from './days-since.ts';
import type { CompiledExpression, ExpressionParts } from './expression-parts.ts';

/** Compiles `days between`: stays as it is until something happens. */
export function compileDaysBetween(
  expression: Extract<FeatureExpression, { kind: 'days between' }>,
  parts: ExpressionParts,
): CompiledExpression {
  const from = momentReader(expression.from, parts);
  const to = momentReader(expression.to, parts);
  return {
    type: 'number',
    moves: false,
    read: ({ state }) => {
      const fromMs = from(state);
      const toMs = to(state);
      return steady(fromMs === null || toMs === null || toMs < fromMs ? null : (toMs - fromMs) / dayMs);
    },
  };
}
