import type { RuleLeaf, SegmentDefinition, SegmentRule } from '#contracts/segment-rule.ts';
import type { Subject } from '#domain/features/cell.ts';
import type { FeatureDefinition } from '#domain/features/feature-definition.ts';
import { leavesOf } from './rule-leaves.ts';

/** Everything that a rule may refer to. */
export type Among = {
  readonly features: ReadonlyMap<string, { readonly definition: FeatureDefinition }>;
  readonly segments: readonly SegmentDefinition[];
};

/** Rules that are deeper or longer are not read by people, and cost every event. */
const deepestRule = 20;
const mostLeaves = 200;

type FeatureLeaf = Extract<RuleLeaf, { readonly feature: string }>;

function depthOf(rule: SegmentRule): number {
  if (rule.op === 'not') return 1 + depthOf(rule.rule);
  return rule.op === 'all' || rule.op === 'any' ? 1 + Math.max(0, ...rule.of.map(depthOf)) : 1;
}

function typeProblem(leaf: FeatureLeaf, { name, type }: FeatureDefinition): string | null {
  if (leaf.op === 'exists') return null;
  if (type === 'time') {
    return `the feature "${name}" is a time, which is never the same for long; declare the days since or until it`;
  }
  if (leaf.op === 'contains')
    return type === 'text' ? null : `the feature "${name}" is a ${type}, which contains no text`;
  if (leaf.op !== 'one of') {
    return type === 'number' ? null : `the feature "${name}" is a ${type}; compare it by "one of"`;
  }
  const wanted = type === 'text' ? 'string' : type;
  const odd = leaf.values.find((value) => typeof value !== wanted);
  return odd === undefined ? null : `the feature "${name}" is a ${type}, and is never ${JSON.stringify(odd)}`;
}

function featureProblem(leaf: FeatureLeaf, subject: Subject, { features }: Among): string | null {
  const definition = features.get(leaf.feature)?.definition;
  if (definition === undefined) {
    return `the feature "${leaf.feature}" is not declared; declare it, or name one that is`;
  }
  if (definition.subject !== subject) {
    return `the feature "${leaf.feature}" is of ${definition.subject}s, and the rule is about ${subject}s; ask for a segment of theirs`;
  }
  if (leaf.op === 'between' && leaf.from > leaf.to) {
    return `nothing is between ${leaf.from} and ${leaf.to}; name the smaller one first`;
  }
  return typeProblem(leaf, definition);
}

/** Which words ask for a segment, by whose rule it is and whose segment that is. */
const askingFor = {
  customer: { customer: 'segment', account: 'account in' },
  account: { account: 'segment', customer: 'members in' },
} as const;

function segmentProblem(op: RuleLeaf['op'], name: string, subject: Subject, { segments }: Among): string | null {
  const other = segments.find((segment) => segment.name === name);
  if (other === undefined) return `the segment "${name}" is not declared; declare it, or name one that is`;
  const rightOp = askingFor[subject][other.subject];
  return op === rightOp
    ? null
    : `"${name}" is a segment of ${other.subject}s, for which a rule about ${subject}s asks by "${rightOp}", not by "${op}"`;
}

/** Why a leaf cannot be kept exactly true; null if it can. */
function leafProblem(leaf: RuleLeaf, subject: Subject, among: Among): string | null {
  switch (leaf.op) {
    case 'segment':
      return segmentProblem(leaf.op, leaf.name, subject, among);
    case 'account in':
    case 'members in':
      return segmentProblem(leaf.op, leaf.segment, subject, among);
    case 'happened after':
      return leaf.moment === leaf.than ? `the ${leaf.moment} never comes after itself; name two moments` : null;
    case 'cluster':
      return subject === 'customer'
        ? null
        : 'accounts are in no cluster; ask for "members in" a segment of such customers';
    case 'risk band':
    case 'did':
    case 'did then':
    case 'not done':
    case 'first time':
      return null;
    default:
      return featureProblem(leaf, subject, among);
  }
}

function ruleProblem(rule: SegmentRule, subject: Subject, among: Among): string | null {
  const depth = depthOf(rule);
  if (depth > deepestRule)
    return `it is ${depth} levels deep, and ${deepestRule} is the most; make a part a segment of its own`;
  const leaves = leavesOf(rule);
  if (leaves.length > mostLeaves) {
    return `it asks ${leaves.length} questions, and ${mostLeaves} is the most; make a part a segment of its own`;
  }
  for (const leaf of leaves) {
    const problem = leafProblem(leaf, subject, among);
    if (problem !== null) return problem;
  }
  return null;
}

/**
 * Refuses a segment whose rules cannot be kept exactly true among what is declared. Throws, naming the segment, what is wrong,
 * and what to do.
 */
export function refuseSegment(segment: SegmentDefinition, among: Among): void {
  const { name, subject, rule, staysWhile } = segment;
  const own = ruleProblem(rule, subject, among);
  if (own !== null) throw new Error(`Cannot declare the segment "${name}": ${own}`);
  const staying = staysWhile === null ? null : ruleProblem(staysWhile, subject, among);
  if (staying !== null) throw new Error(`Cannot declare the segment "${name}": of the rule to stay, ${staying}`);
}
