import type { SegmentDefinition } from '#contracts/segment-rule.ts';
import { expressionParts } from '#domain/features/expression-parts.ts';
import type { FeatureDefinition } from '#domain/features/feature-definition.ts';
import type { FeatureExpression } from '#domain/features/feature-expression.ts';
import { leavesOf } from '#domain/segments/rule-leaves.ts';

/** What the declared features and segments ask of accounts and their members. What nobody asks about is not kept. */
export type RelationsAsked = {
  /** Whether accounts have profiles: a feature or a segment of accounts is declared. */
  readonly keepsAccounts: boolean;
  /** Whether accounts count their members. */
  readonly countsMembers: boolean;
  /** The segments of customers in which they count them. */
  readonly ofMembers: ReadonlySet<string>;
  /** The segments of accounts that rules for customers ask about. */
  readonly ofAccounts: ReadonlySet<string>;
};

/** The declared features and segments, as far as they are looked at. */
export type AskingDefinitions = {
  readonly features: ReadonlyMap<string, { readonly definition: FeatureDefinition }>;
  readonly segments: readonly { readonly definition: SegmentDefinition }[];
};

/** A feature with the versions of it that may still be read. */
function versionsOf(definition: FeatureDefinition): FeatureDefinition[] {
  return definition.previous === null ? [definition] : [definition, ...versionsOf(definition.previous)];
}

/** What an expression asks of members: the segment of each part that does, null for all members. */
function membersAskedBy(expression: FeatureExpression): (string | null)[] {
  if (expression.kind === 'members') return [expression.segment];
  return expressionParts(expression).flatMap(membersAskedBy);
}

/** Finds out what the declared features and segments ask of accounts and their members. */
export function relationsAsked(definitions: AskingDefinitions): RelationsAsked {
  const features = [...definitions.features.values()].flatMap(({ definition }) => versionsOf(definition));
  const segments = definitions.segments.map(({ definition }) => definition);
  const leaves = segments.flatMap(({ rule, staysWhile }) => [...leavesOf(rule), ...leavesOf(staysWhile ?? rule)]);
  const members = [
    ...features.flatMap(({ of }) => membersAskedBy(of)),
    ...leaves.flatMap((leaf) => (leaf.op === 'members in' ? [leaf.segment] : [])),
  ];
  return {
    keepsAccounts: [...features, ...segments].some(({ subject }) => subject === 'account'),
    countsMembers: members.length > 0,
    ofMembers: new Set(members.filter((segment) => segment !== null)),
    ofAccounts: new Set(leaves.flatMap((leaf) => (leaf.op === 'account in' ? [leaf.segment] : []))),
  };
}

/** Whether anybody asks: then a link to an account is settled once it is made. */
export function asksRelations({ countsMembers, ofAccounts }: RelationsAsked): boolean {
  return countsMembers || ofAccounts.size > 0;
}
