import { type EventSelector, eventSelectorSchema } from '#contracts/event-selector.ts';
import { type Meaning, meanings } from '#contracts/moment.ts';
import type { SegmentRule } from '#contracts/segment-rule.ts';
import type { CompiledFeature } from '#domain/features/compiled-feature.ts';
import { expressionParts } from '#domain/features/expression-parts.ts';
import type { FeatureExpression } from '#domain/features/feature-expression.ts';
import { leavesOf } from '#domain/segments/rule-leaves.ts';

function ofMoment(moment: string): Meaning[] {
  return meanings.filter((meaning) => moment === `first ${meaning}` || moment === `last ${meaning}`);
}

/** Every selector of events that stands anywhere in an expression or a leaf: both are plain data. */
function selectorsIn(data: unknown): EventSelector[] {
  if (typeof data !== 'object' || data === null) return [];
  const parsed = eventSelectorSchema.safeParse(data);
  return parsed.success ? [parsed.data] : Object.values(data).flatMap(selectorsIn);
}

function ofSelectors(data: unknown): Meaning[] {
  return selectorsIn(data).flatMap(({ events }): Meaning[] => {
    if (events.by === 'activity') return ['activity'];
    return events.by === 'meaning' ? [events.meaning] : [];
  });
}

function ofExpression(expression: FeatureExpression, features: ReadonlyMap<string, CompiledFeature>): Meaning[] {
  if (expression.kind === 'net money') return ['purchase'];
  if (expression.kind === 'feature') return ofFeature(expression.name, features);
  if (expression.kind === 'score') return ofFeature(expression.feature, features);
  const parts = expressionParts(expression);
  return parts.length === 0 ? ofSelectors(expression) : parts.flatMap((part) => ofExpression(part, features));
}

function ofFeature(name: string, features: ReadonlyMap<string, CompiledFeature>): Meaning[] {
  const feature = features.get(name);
  return feature === undefined ? [] : ofExpression(feature.definition.of, features);
}

/**
 * What must happen in the data before a rule can say anything: the meanings that it looks at, each once. Events that a rule picks
 * by their names are not among them.
 */
export function ruleMeanings(rule: SegmentRule, features: ReadonlyMap<string, CompiledFeature>): Meaning[] {
  const found = leavesOf(rule).flatMap((leaf): Meaning[] => {
    if ('feature' in leaf) return ofFeature(leaf.feature, features);
    if (leaf.op === 'risk band') return ['activity'];
    return leaf.op === 'happened after' ? ofMoment(leaf.moment) : ofSelectors(leaf);
  });
  return [...new Set(found)];
}
