import type { SegmentRule } from '#contracts/segment-rule.ts';
import type { FeatureValue } from '#domain/features/reading.ts';
import type { LeafOutcome } from './compiled-segment.ts';
import { leavesOf } from './rule-leaves.ts';

/** The leaf that made a rule turn out otherwise, by its place among the leaves, and what it looked at before and after. */
export type DecidingLeaf = { readonly position: number; readonly before: FeatureValue; readonly after: FeatureValue };

type Turned = { readonly was: boolean; readonly is: boolean; readonly position: number | null };

/**
 * Whether a part holds, was and is, and the leaf that turned it. In an `all` or `any` that turned, every part that turned
 * the same way would not have let it be otherwise; the first of them as written is named.
 */
function turn(rule: SegmentRule, first: number, before: readonly LeafOutcome[], after: readonly LeafOutcome[]): Turned {
  if (rule.op === 'not') {
    const inner = turn(rule.rule, first, before, after);
    return { was: !inner.was, is: !inner.is, position: inner.position };
  }
  if (rule.op !== 'all' && rule.op !== 'any') {
    return { was: before[first]?.holds ?? false, is: after[first]?.holds ?? false, position: first };
  }
  let position = first;
  const parts = rule.of.map((part) => {
    const turned = turn(part, position, before, after);
    position += leavesOf(part).length;
    return turned;
  });
  const isAll = rule.op === 'all';
  const was = isAll ? parts.every((part) => part.was) : parts.some((part) => part.was);
  const is = isAll ? parts.every((part) => part.is) : parts.some((part) => part.is);
  const decisive = parts.find((part) => part.was === was && part.is === is);
  return { was, is, position: was === is ? null : (decisive?.position ?? null) };
}

/** The leaf that decided a change of a rule, by its leaves before and after; null where the rule did not change. */
export function decisiveLeaf(
  rule: SegmentRule,
  before: readonly LeafOutcome[],
  after: readonly LeafOutcome[],
): DecidingLeaf | null {
  const { was, is, position } = turn(rule, 0, before, after);
  if (was === is || position === null) return null;
  return { position, before: before[position]?.value ?? null, after: after[position]?.value ?? null };
}
