import type { FeatureDefinition, FeatureType } from '#domain/features/feature-definition.ts';
import type { FeatureExpression } from '#domain/features/feature-expression.ts';

/** A way to compute something, with the type that it gives and the unit that this usually has. */
export type Expression<Type extends FeatureType = FeatureType> = {
  readonly type: Type;
  readonly unit: string;
  readonly of: FeatureExpression;
};

/** What a calculation can be made of: an expression, or a feature, which is then referred to by its name. */
export type Operand<Type extends FeatureType = FeatureType> = Expression<Type> | FeatureDefinition<Type>;

/** The expression that an operand stands for. */
export function expressionOf(operand: Operand): FeatureExpression {
  return 'name' in operand ? { kind: 'feature', name: operand.name } : operand.of;
}

/** An expression that gives a number. */
export function numeric(unit: string, of: FeatureExpression): Expression<'number'> {
  return { type: 'number', unit, of };
}
