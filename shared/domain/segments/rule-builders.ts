import type { Moment } from '#contracts/moment.ts';
import type { Comparison, SegmentDefinition, SegmentRule } from '#contracts/segment-rule.ts';
import { segmentDefinitionSchema } from '#contracts/segment-rule.ts';
import type { RiskBand } from '#contracts/transition.ts';
import type { FeatureDefinition } from '#domain/features/feature.ts';

function compare(feature: FeatureDefinition, is: Comparison, threshold: number): SegmentRule {
  if (!Number.isFinite(threshold)) {
    throw new Error(`Cannot compare the feature ${feature.name}: the threshold is ${threshold}`);
  }
  return { op: 'compare', feature: feature.name, is, threshold };
}

/** The feature is the threshold or more. Throws if the threshold is not a finite number. */
export function atLeast(feature: FeatureDefinition, threshold: number): SegmentRule {
  return compare(feature, 'at least', threshold);
}

/** The feature is above the threshold. Throws if the threshold is not a finite number. */
export function moreThan(feature: FeatureDefinition, threshold: number): SegmentRule {
  return compare(feature, 'more than', threshold);
}

/** The feature is below the threshold. Throws if the threshold is not a finite number. */
export function lessThan(feature: FeatureDefinition, threshold: number): SegmentRule {
  return compare(feature, 'less than', threshold);
}

/** The churn risk is in one of the bands. */
export function riskIs(...bands: [RiskBand, ...RiskBand[]]): SegmentRule {
  return { op: 'risk band', in: bands };
}

/** One moment has happened, and the other has not, or earlier. */
export function happenedAfter(moment: Moment, than: Moment): SegmentRule {
  return { op: 'happened after', moment, than };
}

/** Every one of the rules holds. */
export function all(...rules: [SegmentRule, ...SegmentRule[]]): SegmentRule {
  return { op: 'all', of: rules };
}

/** At least one of the rules holds. */
export function any(...rules: [SegmentRule, ...SegmentRule[]]): SegmentRule {
  return { op: 'any', of: rules };
}

/** The rule does not hold. */
export function not(rule: SegmentRule): SegmentRule {
  return { op: 'not', rule };
}

/** Declares a segment. Throws, naming the segment, if its name or its rule is malformed. */
export function segment(
  name: string,
  declared: { version: number; description: string; rule: SegmentRule },
): SegmentDefinition {
  const parsed = segmentDefinitionSchema.safeParse({ name, ...declared });
  if (!parsed.success) {
    const problem = parsed.error.issues[0];
    throw new Error(`Cannot declare the segment "${name}": ${problem?.path.join('.')} ${problem?.message}`);
  }
  return parsed.data;
}
