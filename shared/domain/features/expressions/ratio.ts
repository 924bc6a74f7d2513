import { earlier } from '#domain/features/earlier.ts';
import type { FeatureExpression } from '#domain/features/feature-expression.ts';
import { steady } from '#domain/features/reading.ts';
import type { CompiledExpression, ExpressionParts } from './expression-parts.ts';
import { divisorPart, numberOf, numberPart } from './number-part.ts';

/**
 * Compiles `ratio`. Rounding is that of one division by a number that stays, so that the ratio goes one way where its
 * parts do.
 */
export function compileRatio(
  { of, by, otherwise }: Extract<FeatureExpression, { kind: 'ratio' }>,
  parts: ExpressionParts,
): CompiledExpression {
  const top = numberPart(of, parts);
  const bottom = divisorPart(by, parts);
  return {
    type: 'number',
    moves: top.moves,
    read: (subject) => {
      const above = top.read(subject);
      const below = bottom.read(subject);
      const untilMs = earlier(above.untilMs, below.untilMs);
      const dividend = numberOf(above);
      const divisor = numberOf(below);
      if (dividend === null || divisor === null || divisor === 0) return steady(otherwise, untilMs);
      return { value: dividend / divisor, perMs: above.perMs / divisor, untilMs };
    },
  };
}
