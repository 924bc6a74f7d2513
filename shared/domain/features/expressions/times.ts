import type { FeatureExpression } from '#domain/features/feature-expression.ts';
import { steady } from '#domain/features/reading.ts';
import type { CompiledExpression, ExpressionParts } from './expression-parts.ts';
import { numberOf, numberPart } from './number-part.ts';

/** Compiles `times`. Refuses a factor that is 0 or no number. */
export function compileTimes(
  { of, factor }: Extract<FeatureExpression, { kind: 'times' }>,
  parts: ExpressionParts,
): CompiledExpression {
  if (!Number.isFinite(factor) || factor === 0) {
    throw parts.problem(`it is multiplied by ${factor}; give a number other than 0`);
  }
  const part = numberPart(of, parts);
  return {
    type: 'number',
    moves: part.moves,
    read: (subject) => {
      const reading = part.read(subject);
      const value = numberOf(reading);
      if (value === null) return steady(null, reading.untilMs);
      return { value: value * factor, perMs: reading.perMs * factor, untilMs: reading.untilMs };
    },
  };
}
