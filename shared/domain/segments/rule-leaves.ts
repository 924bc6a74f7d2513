import type { RuleLeaf, SegmentRule } from '#contracts/segment-rule.ts';

/** The leaves of a rule in the order in which they are written. */
export function leavesOf(rule: SegmentRule): RuleLeaf[] {
  if (rule.op === 'all' || rule.op === 'any') return rule.of.flatMap(leavesOf);
  return rule.op === 'not' ? leavesOf(rule.rule) : [rule];
}
