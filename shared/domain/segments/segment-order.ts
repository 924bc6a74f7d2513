import type { SegmentDefinition } from '#contracts/segment-rule.ts';
import { expressionParts } from '#domain/features/expression-parts.ts';
import type { FeatureDefinition } from '#domain/features/feature-definition.ts';
import type { FeatureExpression } from '#domain/features/feature-expression.ts';
import { leavesOf } from './rule-leaves.ts';

type Declared = ReadonlyMap<string, { readonly definition: FeatureDefinition }>;

/** The segments of members that an expression counts. */
function countedSegments(expression: FeatureExpression, features: Declared): string[] {
  const of = expressionParts(expression).flatMap((part) => countedSegments(part, features));
  if (expression.kind === 'members' && expression.segment !== null) of.push(expression.segment);
  if (expression.kind === 'feature') of.push(...segmentsCounted(features.get(expression.name)?.definition, features));
  return of;
}

/** The same of a feature, and of the versions of it that may still be read. */
function segmentsCounted(definition: FeatureDefinition | null | undefined, features: Declared): string[] {
  if (definition === undefined || definition === null) return [];
  return [...countedSegments(definition.of, features), ...segmentsCounted(definition.previous, features)];
}

/** The segments that somebody's being in this one depends on, of customers and of accounts. */
function segmentsAsked({ rule, staysWhile }: SegmentDefinition, features: Declared): string[] {
  const leaves = [...leavesOf(rule), ...(staysWhile === null ? [] : leavesOf(staysWhile))];
  const asked = leaves.flatMap((leaf) => {
    if (leaf.op === 'segment') return [leaf.name];
    if (leaf.op === 'account in' || leaf.op === 'members in') return [leaf.segment];
    return 'feature' in leaf ? segmentsCounted(features.get(leaf.feature)?.definition, features) : [];
  });
  return [...new Set(asked)];
}

/**
 * The order in which segments are judged: each after those that it refers to, otherwise as declared. Throws, naming the
 * circle, if one refers to itself in the end, also by way of accounts and their members: each turn would set off the next.
 */
export function segmentOrder(segments: readonly SegmentDefinition[], features: Declared): SegmentDefinition[] {
  const byName = new Map(segments.map((segment) => [segment.name, segment]));
  const ordered = new Set<SegmentDefinition>();
  const path: string[] = [];
  const visit = (segment: SegmentDefinition): void => {
    if (ordered.has(segment)) return;
    const { name } = segment;
    if (path.includes(name)) {
      const circle = [...path.slice(path.indexOf(name)), name].map((one) => `"${one}"`).join(' asks for ');
      throw new Error(`Cannot declare the segments: ${circle}; take one of these references out`);
    }
    path.push(name);
    for (const asked of segmentsAsked(segment, features)) {
      const other = byName.get(asked);
      if (other !== undefined) visit(other);
    }
    path.pop();
    ordered.add(segment);
  };
  for (const segment of segments) visit(segment);
  return [...ordered];
}
