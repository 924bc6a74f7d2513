import type { LeafChange } from '#contracts/announcement.ts';
import { noRelations } from '#contracts/relations.ts';
import type { SegmentRule } from '#contracts/segment-rule.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import type { CompiledRule, CompiledSegment, RuleSubject } from '#domain/segments/compiled-segment.ts';
import { decisiveLeaf } from '#domain/segments/decisive-leaf.ts';
import { leavesOf } from '#domain/segments/rule-leaves.ts';
import type { Before } from './judge-profile.ts';
import { emptyProfileState } from './profile-state.ts';
import { memberOf, ruleSubjectAt } from './rule-subject-at.ts';

/**
 * The leaf that decided a change of a segment: of the rule to stay for whoever was in it, else of the rule to enter; where that
 * held before and the rule to stay did not, of that, counted after the leaves of the rule to enter.
 */
export type LeafOf = (segment: CompiledSegment, wasIn: boolean) => LeafChange | null;

function subjectBefore(definitions: RetentionDefinitions, before: Before | null, after: RuleSubject): RuleSubject {
  const { nowMs, population } = after;
  if (before === null) {
    return ruleSubjectAt(
      definitions,
      { state: emptyProfileState, relations: noRelations, population, nowMs },
      () => false,
    );
  }
  const { state, relations, judgedMs, memberships } = before;
  return ruleSubjectAt(definitions, { state, relations, population, nowMs: judgedMs }, memberOf(memberships));
}

/**
 * Finds which leaf decided, by the leaves as they were when the profile was last judged and as they are now. What was before is
 * read once, and only if something changed at all.
 */
export function changedLeaf(definitions: RetentionDefinitions, before: Before | null, after: RuleSubject): LeafOf {
  let subject: RuleSubject | null = null;
  return ({ definition: { rule, staysWhile }, enters, stays }, wasIn) => {
    subject ??= subjectBefore(definitions, before, after);
    const was = subject;
    const turned = (one: SegmentRule, compiled: CompiledRule) =>
      decisiveLeaf(one, compiled.outcomes(was), compiled.outcomes(after));
    if (wasIn) return turned(staysWhile ?? rule, stays);
    const entering = turned(rule, enters);
    if (entering !== null || staysWhile === null) return entering;
    const staying = turned(staysWhile, stays);
    return staying === null ? null : { ...staying, position: staying.position + leavesOf(rule).length };
  };
}
