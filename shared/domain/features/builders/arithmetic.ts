import type { FeatureDefinition } from '#domain/features/feature-definition.ts';
import type { Prior } from '#domain/features/feature-expression.ts';
import { type Expression, expressionOf, numeric, type Operand } from './expression.ts';

type NumberOperand = Operand<'number'>;

/** One number divided by another, or nothing (or `otherwise`) where the other is 0 or one of them is unknown. */
export function ratio(
  of: NumberOperand,
  by: NumberOperand,
  { otherwise = null }: { readonly otherwise?: number | null } = {},
): Expression<'number'> {
  return numeric('ratio', { kind: 'ratio', of: expressionOf(of), by: expressionOf(by), otherwise });
}

/** One number less another; nothing where one of them is unknown. */
export function difference(of: NumberOperand, less: NumberOperand): Expression<'number'> {
  return numeric(of.unit, { kind: 'difference', of: expressionOf(of), less: expressionOf(less) });
}

/** Numbers added up; nothing where one of them is unknown. */
export function total(...of: [NumberOperand, ...NumberOperand[]]): Expression<'number'> {
  return numeric(of[0].unit, { kind: 'total', of: of.map(expressionOf) });
}

/** A number so many times. */
export function times(of: NumberOperand, factor: number): Expression<'number'> {
  return numeric(of.unit, { kind: 'times', of: expressionOf(of), factor });
}

/** A mean that is known beforehand, and how many tries it weighs. */
export function towards(mean: number, strength: number): Prior {
  return { strength, mean: { from: 'number', number: mean } };
}

/** The mean of a feature over the population, and how many tries it weighs. */
export function towardsPopulation(mean: FeatureDefinition<'number'>, strength: number): Prior {
  return { strength, mean: { from: 'population', feature: mean.name } };
}

/**
 * Successes as a share of tries, for customers with few tries drawn towards a mean: with 0 tries it is the mean, with
 * many the share itself. Nothing where the mean is not known.
 */
export function shrunkRatio(of: NumberOperand, by: NumberOperand, prior: Prior): Expression<'number'> {
  return numeric('share', { kind: 'shrunk ratio', of: expressionOf(of), by: expressionOf(by), towards: prior });
}
