import type { FeatureExpression } from './feature-expression.ts';

/** The expressions that an expression is directly made of. What it only refers to by name is not among them. */
export function expressionParts(expression: FeatureExpression): readonly FeatureExpression[] {
  switch (expression.kind) {
    case 'ratio':
    case 'shrunk ratio':
      return [expression.of, expression.by];
    case 'difference':
      return [expression.of, expression.less];
    case 'total':
      return expression.of;
    case 'times':
      return [expression.of];
    default:
      return [];
  }
}
