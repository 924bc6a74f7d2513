import type { SegmentRule } from '#contracts/segment-rule.ts';
import { leavesOf } from './rule-leaves.ts';

/** The names of the features that a rule reads, each once, in order of appearance; those of a clustering are not among them. */
export function comparedFeatures(rule: SegmentRule): string[] {
  return [...new Set(leavesOf(rule).flatMap((leaf) => ('feature' in leaf ? [leaf.feature] : [])))];
}
