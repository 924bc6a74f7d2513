import type { SegmentRule } from '#contracts/segment-rule.ts';
import type { FeatureDefinition } from '#domain/features/feature.ts';
import { declaredFeature } from './evaluate-rule.ts';

/** The names of the features that a rule compares, each once, in order of appearance. */
export function comparedFeatures(rule: SegmentRule): string[] {
  const found = new Set<string>();
  const visit = (part: SegmentRule): void => {
    if (part.op === 'compare') found.add(part.feature);
    if (part.op === 'not') visit(part.rule);
    if (part.op === 'all' || part.op === 'any') part.of.forEach(visit);
  };
  visit(rule);
  return [...found];
}

/** The features that a rule compares, each once, in order of appearance. Throws if one is not declared. */
export function leafFeatures(rule: SegmentRule, features: ReadonlyMap<string, FeatureDefinition>): FeatureDefinition[] {
  return comparedFeatures(rule).map((name) => declaredFeature(features, name));
}
