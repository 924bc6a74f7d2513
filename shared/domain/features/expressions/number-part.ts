import type { FeatureExpression } from '#domain/features/feature-expression.ts';
import type { Reading } from '#domain/features/reading.ts';
import type { CompiledExpression, ExpressionParts } from './expression-parts.ts';

/** Compiles a part of a calculation. Refuses what is no number. */
export function numberPart(expression: FeatureExpression, parts: ExpressionParts): CompiledExpression {
  const part = parts.part(expression);
  if (part.type === 'number') return part;
  throw parts.problem(`it calculates with a ${part.type}; only numbers can be calculated with`);
}

/**
 * Compiles what something is divided by. Refuses what moves: the quotient would run along a curve, whose crossings
 * nobody solves.
 */
export function divisorPart(expression: FeatureExpression, parts: ExpressionParts): CompiledExpression {
  const part = numberPart(expression, parts);
  if (!part.moves) return part;
  throw parts.problem(
    'it divides by something that moves all the time, so that nobody could say when it passes a threshold; ' +
      'divide by a count, a sum, a window or the days between two moments',
  );
}

/** The number of a reading; null where it has none. */
export function numberOf({ value }: Reading): number | null {
  return typeof value === 'number' ? value : null;
}
