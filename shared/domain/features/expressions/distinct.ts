import { distinctEstimate } from '#domain/features/cells/distinct.ts';
import type { FeatureExpression } from '#domain/features/feature-expression.ts';
import { steady } from '#domain/features/reading.ts';
import type { CompiledExpression, ExpressionParts } from './expression-parts.ts';

/** Most different values that are told apart exactly: 4 or 5 bytes each. */
export const mostDistinct = 64;

/**
 * Compiles `distinct`: exact up to `keep` different values, and an estimate beyond, rounded. One hash more is kept than
 * is told apart, for it shows that there are more.
 */
export function compileDistinct(
  { of, property, keep }: Extract<FeatureExpression, { kind: 'distinct' }>,
  parts: ExpressionParts,
): CompiledExpression {
  if (!Number.isInteger(keep) || keep < 1 || keep > mostDistinct) {
    throw parts.problem(`1 to ${mostDistinct} different values can be told apart exactly, got ${keep}`);
  }
  const keptHashes = keep + 1;
  const hashes = parts.cell({ kind: 'distinct', of, property, keep: keptHashes });
  return {
    type: 'number',
    moves: false,
    read: ({ state }) => {
      const cell = hashes(state);
      return steady(cell === undefined ? 0 : Math.round(distinctEstimate(cell, keptHashes)));
    },
  };
}
