import { expressionParts } from './expression-parts.ts';
import type { FeatureDefinition } from './feature-definition.ts';
import type { FeatureExpression } from './feature-expression.ts';

type Declared = ReadonlyMap<string, { readonly definition: FeatureDefinition }>;

/** The features that an expression refers to by name for its own value. */
function namedBy(expression: FeatureExpression): string[] {
  if (expression.kind === 'score') return [expression.feature];
  return expression.kind === 'feature' ? [expression.name] : [];
}

function expressionAsks(expression: FeatureExpression, features: Declared): boolean {
  if (expression.kind === 'members') return true;
  if (expressionParts(expression).some((part) => expressionAsks(part, features))) return true;
  return namedBy(expression).some((name) => {
    const feature = features.get(name);
    return feature !== undefined && expressionAsks(feature.definition.of, features);
  });
}

/**
 * Whether a feature depends on what other customers are, such as the members of an account: then it does not follow from
 * the events of the one whose feature it is.
 */
export function asksOthers({ of }: FeatureDefinition, features: Declared): boolean {
  return expressionAsks(of, features);
}
