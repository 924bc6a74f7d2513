import type { FeatureExpression } from '#domain/features/feature-expression.ts';
import { type Reading, steady } from '#domain/features/reading.ts';
import { dayMs } from '#domain/profile/profile-state.ts';
import { elapsedDays } from './days-since.ts';
import type { CompiledExpression, ExpressionParts } from './expression-parts.ts';

type GapsSince = Extract<FeatureExpression, { kind: 'gaps since' }>;

function checkPrior({ expectedGapDays, strength }: GapsSince, parts: ExpressionParts): void {
  for (const [what, value] of Object.entries({ 'expected gap in days': expectedGapDays, strength })) {
    if (!(value > 0 && Number.isFinite(value))) throw parts.problem(`the ${what} must be above 0, got ${value}`);
  }
}

/**
 * Compiles `gaps since`. With n gaps of its own a customer's usual gap is (k·expected + sum of own gaps) ÷ (k + n), the
 * credibility estimator of Bühlmann (1967, "Experience rating and credibility", ASTIN Bulletin 4).
 */
export function compileGapsSince(expression: GapsSince, parts: ExpressionParts): CompiledExpression {
  checkPrior(expression, parts);
  const { of, expectedGapDays, strength } = expression;
  const cell = parts.cell({ kind: 'totals', of, sum: null });
  return {
    type: 'number',
    moves: true,
    read: ({ state, nowMs }): Reading => {
      const totals = cell(state);
      if (totals === undefined) return steady(null);
      const { count, firstMs, lastMs } = totals;
      const usualGapDays = (strength * expectedGapDays + (lastMs - firstMs) / dayMs) / (strength + count - 1);
      const { value, perMs, untilMs } = elapsedDays(lastMs, nowMs);
      return { value: Number(value) / usualGapDays, perMs: perMs / usualGapDays, untilMs };
    },
  };
}
