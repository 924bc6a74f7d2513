import type { SegmentDefinition } from '#contracts/segment-rule.ts';
import { expressionParts } from '#domain/features/expression-parts.ts';
import type { FeatureDefinition } from '#domain/features/feature-definition.ts';
import type { FeatureExpression } from '#domain/features/feature-expression.ts';
import { comparedFeatures } from '#domain/segments/compared-features.ts';

type Versioned = { readonly name: string; readonly version: number };

/** What is declared, and what of it the lock lacks. */
export type Edited = {
  readonly features: readonly FeatureDefinition[];
  readonly segments: readonly SegmentDefinition[];
  readonly unlistedFeatures: readonly FeatureDefinition[];
  readonly unlistedSegments: readonly SegmentDefinition[];
};

/** The features that an expression refers to by name. */
function namedBy(expression: FeatureExpression): string[] {
  const own = expression.kind === 'feature' ? [expression.name] : [];
  const scored = expression.kind === 'score' ? [expression.feature] : [];
  return [...own, ...scored, ...expressionParts(expression).flatMap(namedBy)];
}

/** The features that these names stand on, themselves included. */
function allFeatures(names: readonly string[], features: readonly FeatureDefinition[]): Set<string> {
  const found = new Set<string>();
  const visit = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    const definition = features.find((feature) => feature.name === name);
    if (definition !== undefined) namedBy(definition.of).forEach(visit);
  };
  names.forEach(visit);
  return found;
}

/**
 * Throws, naming the segment, if a feature that it asks for has another version than the one that the lock has, while the segment
 * keeps its own: nobody would be taken in under it, and whoever the new feature moves would be announced, and written to, as
 * if something had happened.
 */
export function refuseMovedSegments(
  { features, segments, unlistedFeatures, unlistedSegments }: Edited,
  locked: readonly Versioned[],
): void {
  const edited = unlistedFeatures.filter(({ name }) => locked.some((one) => one.name === name));
  for (const segment of segments) {
    if (edited.length === 0 || unlistedSegments.includes(segment)) continue;
    const { name, version, rule, staysWhile } = segment;
    const compared = [...comparedFeatures(rule), ...(staysWhile === null ? [] : comparedFeatures(staysWhile))];
    const asked = allFeatures(compared, features);
    const moved = edited.find((feature) => asked.has(feature.name));
    if (moved === undefined) continue;
    throw new Error(
      `Cannot list version ${moved.version} of the feature "${moved.name}": version ${version} of the segment "${name}" asks for ` +
        `it and is listed already; count the segment up to ${version + 1}, so that whoever the feature moves is taken in ` +
        'as the segment says, and not told of as if something had happened',
    );
  }
}
