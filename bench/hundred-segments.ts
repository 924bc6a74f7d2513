import type { SegmentDefinition, SegmentRule } from '#contracts/segment-rule.ts';
import { activity, event, meaning } from '#domain/features/builders/select.ts';
import type { FeatureDefinition } from '#domain/features/feature-definition.ts';
import { defineRetention, type RetentionDefinitions } from '#domain/retention-definitions.ts';
import { did, didThen, firstTime, notDone } from '#domain/segments/event-rules.ts';
import { all, any, atLeast, between, exists, lessThan, not, riskIs, segment } from '#domain/segments/rule-builders.ts';
import { inSegment } from '#domain/segments/standing-rules.ts';
import { declared } from '#retention/declared.ts';

const featureCount = 60;
const segmentCount = 100;

const isNumber = (feature: FeatureDefinition): feature is FeatureDefinition<'number'> => feature.type === 'number';

/** The first 60 features of numbers that customers have in the declarations that come along. */
function sixtyFeatures(): FeatureDefinition<'number'>[] {
  const found = declared.features.filter(isNumber).filter((feature) => feature.subject === 'customer');
  if (found.length < featureCount) throw new Error(`Cannot measure: only ${found.length} features are declared`);
  return found.slice(0, featureCount);
}

/** One rule for each way in which segments look at customers, by turns, so that all 60 features are read. */
function ruleOf(index: number, features: readonly FeatureDefinition<'number'>[], known: SegmentDefinition | undefined) {
  const one = features[index % featureCount];
  const two = features[(index * 7 + 3) % featureCount];
  if (one === undefined || two === undefined) throw new Error(`Cannot make the rule of segment ${index}`);
  const level = 4 + 5 * (index % 13);
  const turns: readonly SegmentRule[] = [
    atLeast(one, level),
    all(atLeast(one, level), lessThan(two, 3 * level)),
    any(between(one, 0, level), riskIs('high')),
    all(not(exists(two)), notDone(meaning('purchase'), { for: { days: 3 + level } })),
    all(atLeast(one, level), did(meaning('cart'), { atLeast: 2, within: { days: level } })),
    any(lessThan(one, level), didThen(meaning('cart'), meaning('purchase'), { within: { hours: 6 } })),
    all(firstTime(meaning('purchase'), { within: { days: 30 } }), atLeast(two, level)),
    all(notDone(activity(), { for: { days: level } }), lessThan(one, 90)),
    any(atLeast(two, level), did(event('Product Viewed'), { within: { days: level } })),
    known === undefined ? riskIs('high', 'medium') : all(inSegment(known), lessThan(one, level)),
  ];
  const rule = turns[index % turns.length];
  if (rule === undefined) throw new Error(`Cannot make the rule of segment ${index}`);
  return rule;
}

/** What a large deployment believes: 100 segments of all kinds over 60 features, in items of three write units. */
export function hundredSegments(): RetentionDefinitions {
  const features = sixtyFeatures();
  const segments: SegmentDefinition[] = [];
  for (let index = 0; index < segmentCount; index += 1) {
    segments.push(
      segment(`segment-${index}`, {
        version: 1,
        description: 'One of a hundred.',
        rule: ruleOf(index, features, segments[0]),
      }),
    );
  }
  return defineRetention({
    ...declared,
    features,
    revenue: null,
    segments,
    playbooks: [],
    migrations: [],
    itemBudgetBytes: 3_072,
  });
}
