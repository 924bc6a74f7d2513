import type { FeatureExpression } from '#domain/features/feature-expression.ts';
import { steady } from '#domain/features/reading.ts';
import { netMoneyMinor } from '#domain/profile/profile-state.ts';
import type { CompiledExpression, ExpressionParts } from './expression-parts.ts';
import { sharedScale } from './shared-scale.ts';

/** Compiles `count`: of all events that were ever selected, 0 where there was none. */
export function compileCount(
  { of }: Extract<FeatureExpression, { kind: 'count' }>,
  parts: ExpressionParts,
): CompiledExpression {
  const totals = parts.cell({ kind: 'totals', of, sum: null });
  return { type: 'number', moves: false, read: ({ state }) => steady(totals(state)?.count ?? 0) };
}

/** Compiles `sum`: of the numbers of all events that were ever selected, 0 where there was none. */
export function compileSum(
  { of, sum }: Extract<FeatureExpression, { kind: 'sum' }>,
  parts: ExpressionParts,
): CompiledExpression {
  const totals = parts.cell({ kind: 'totals', of, sum });
  const scale = sharedScale([sum], parts);
  return { type: 'number', moves: false, read: ({ state }) => steady((totals(state)?.sum ?? 0) / scale) };
}

/** Money paid less money returned, over the whole life, in major units. */
export const netMoneyExpression: CompiledExpression = {
  type: 'number',
  moves: false,
  read: ({ state }) => steady(netMoneyMinor(state) / 100),
};
