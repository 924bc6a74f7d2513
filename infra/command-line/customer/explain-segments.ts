import type { ProfileRecord } from '#contracts/profile-record.ts';
import { isoTime } from '#contracts/time.ts';
import type { FeatureSubject } from '#domain/features/feature-subject.ts';
import { subjectOf } from '#domain/profile/customer-of.ts';
import { memberOf, ruleSubjectAt } from '#domain/profile/rule-subject-at.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import { ruleSentence } from '#domain/segments/rule-sentence.ts';

/** One segment that a customer is in. */
export type ExplainedSegment = {
  readonly name: string;
  readonly since: string;
  readonly version: number;
  /** Whether it would have left by the rule to enter, and is held by that to stay, or by the minimum stay. */
  readonly heldBack: boolean;
  readonly rule: string;
};

export type ExplainedSegments = {
  readonly segments: readonly ExplainedSegment[];
  readonly notJudged: readonly string[];
};

function ruleOf(definitions: RetentionDefinitions, name: string): string {
  const declared = definitions.segments.find(({ definition }) => definition.name === name);
  return declared === undefined ? 'no longer declared' : ruleSentence(declared.definition.rule, definitions.features);
}

/** The segments that a customer is in, the oldest stay first, and those that cannot be judged for it yet. */
export function explainSegments(
  definitions: RetentionDefinitions,
  { customerId, memberships }: Pick<ProfileRecord, 'customerId' | 'memberships'>,
  subject: FeatureSubject,
): ExplainedSegments {
  const rules = ruleSubjectAt(definitions, subject, memberOf(memberships));
  const segments = Object.entries(memberships).map(([name, { sinceMs, version, heldBack }]): ExplainedSegment => {
    return { name, since: isoTime(sinceMs), version, heldBack, rule: ruleOf(definitions, name) };
  });
  const unknown = definitions.segmentsOf[subjectOf(customerId)].filter(
    ({ definition, enters, stays }) => definition.enabled && !(enters.isKnown(rules) && stays.isKnown(rules)),
  );
  return {
    segments: segments.sort((a, b) => (a.since < b.since ? -1 : 1)),
    notJudged: unknown.map(({ definition }) => definition.name),
  };
}
