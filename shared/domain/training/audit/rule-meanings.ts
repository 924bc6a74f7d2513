import type { Meaning } from '#contracts/moment.ts';
import { meanings } from '#contracts/moment.ts';
import type { SegmentRule } from '#contracts/segment-rule.ts';
import type { FeatureDefinition } from '#domain/features/feature.ts';
import { declaredFeature } from '#domain/segments/evaluate-rule.ts';

function ofMoment(moment: string): Meaning[] {
  return meanings.filter((meaning) => moment === `first ${meaning}` || moment === `last ${meaning}`);
}

function ofFeature(feature: FeatureDefinition): Meaning[] {
  switch (feature.kind) {
    case 'days since':
      return ofMoment(feature.moment);
    case 'total':
      return [feature.of];
    case 'net money':
      return ['purchase'];
    case 'window':
      return [feature.measure === 'activities' || feature.measure === 'active days' ? 'activity' : 'purchase'];
  }
}

/** What must happen in the data before a rule can say anything: the meanings that it looks at, each once. */
export function ruleMeanings(rule: SegmentRule, features: ReadonlyMap<string, FeatureDefinition>): Meaning[] {
  switch (rule.op) {
    case 'compare':
      return ofFeature(declaredFeature(features, rule.feature));
    case 'risk band':
      return ['activity'];
    case 'happened after':
      return ofMoment(rule.moment);
    case 'not':
      return ruleMeanings(rule.rule, features);
    case 'all':
    case 'any':
      return [...new Set(rule.of.flatMap((part) => ruleMeanings(part, features)))];
  }
}
