import type { SegmentDefinition } from '#contracts/segment-rule.ts';
import { expressionParts } from '#domain/features/expression-parts.ts';
import type { FeatureDefinition } from '#domain/features/feature-definition.ts';
import type { FeatureExpression } from '#domain/features/feature-expression.ts';
import { comparedFeatures } from '#domain/segments/compared-features.ts';
import { leavesOf } from '#domain/segments/rule-leaves.ts';
import type { ClusterDeclaration } from './cluster-declaration.ts';

/** What declarations ask of the population. */
export type PopulationNeeds = {
  /** The features whose spread over all customers is compared with; in order of their names. */
  readonly spreads: readonly string[];
  readonly clusters: ClusterDeclaration | null;
  /** Whether anything needs a snapshot at all. */
  readonly isUsed: boolean;
  /** Whether a segment may change when another snapshot takes effect. */
  readonly decidesSegments: boolean;
};

/** As much of the definitions as it takes to tell. */
export type Declared = {
  readonly features: ReadonlyMap<string, { readonly definition: FeatureDefinition }>;
  readonly segments: readonly { readonly definition: SegmentDefinition }[];
  readonly clusters: ClusterDeclaration | null;
};

/** An expression with all that it is made of. */
function* within(expression: FeatureExpression): Generator<FeatureExpression> {
  yield expression;
  for (const part of expressionParts(expression)) yield* within(part);
}

/**
 * The expressions of a feature, of its previous versions as well: they are read where the state of this one is not
 * complete.
 */
function* expressionsOf(definition: FeatureDefinition): Generator<FeatureExpression> {
  yield* within(definition.of);
  if (definition.previous !== null) yield* expressionsOf(definition.previous);
}

/** The feature whose spread an expression compares with; null if it compares with none. */
function spreadOfExpression(expression: FeatureExpression): string | null {
  if (expression.kind === 'score') return expression.feature;
  if (expression.kind === 'shrunk ratio' && expression.towards.mean.from === 'population') {
    return expression.towards.mean.feature;
  }
  return null;
}

/** The names of features whose values change with the snapshot, through whatever they refer to. */
function featuresThatFollow(features: Declared['features']): ReadonlySet<string> {
  const following = new Set<string>();
  const visit = (name: string, path: ReadonlySet<string>): boolean => {
    const definition = features.get(name)?.definition;
    if (following.has(name)) return true;
    if (definition === undefined || path.has(name)) return false;
    const deeper = new Set(path).add(name);
    const follows = [...expressionsOf(definition)].some(
      (expression) =>
        spreadOfExpression(expression) !== null || (expression.kind === 'feature' && visit(expression.name, deeper)),
    );
    if (follows) following.add(name);
    return follows;
  };
  for (const name of features.keys()) visit(name, new Set());
  return following;
}

function segmentFollows({ rule, staysWhile }: SegmentDefinition, following: ReadonlySet<string>): boolean {
  return [rule, ...(staysWhile === null ? [] : [staysWhile])].some(
    (one) =>
      leavesOf(one).some((leaf) => leaf.op === 'cluster') || comparedFeatures(one).some((name) => following.has(name)),
  );
}

/** What these declarations ask of the population. */
export function populationNeeds({ features, segments, clusters }: Declared): PopulationNeeds {
  const asked = [...features.values()].flatMap(({ definition }) =>
    [...expressionsOf(definition)].flatMap((expression) => spreadOfExpression(expression) ?? []),
  );
  const spreads = [...new Set(asked)].toSorted();
  const following = featuresThatFollow(features);
  return {
    spreads,
    clusters,
    isUsed: spreads.length > 0 || clusters !== null,
    decidesSegments: segments.some(({ definition }) => definition.enabled && segmentFollows(definition, following)),
  };
}
