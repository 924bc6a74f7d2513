import type { EventSelector } from '#contracts/event-selector.ts';
import type { RuleLeaf, SegmentRule } from '#contracts/segment-rule.ts';
import type { CellSpec } from '#domain/features/cell.ts';
import type { SpecOf } from '#domain/features/cells/cell-law.ts';
import { leavesOf } from './rule-leaves.ts';

/** How many, the first and the last of some events. */
export function totalsCell(of: EventSelector): SpecOf<'totals'> {
  return { kind: 'totals', of, sum: null };
}

/** The newest times of some events, each event for itself. */
export function recentCell(of: EventSelector, keep: number): SpecOf<'recent'> {
  return { kind: 'recent', of, keep };
}

/** The first sign of life, from which absence counts where there was nothing else. */
export const activityCell = totalsCell({ events: { by: 'activity' }, where: [] });

function cellsOfLeaf(leaf: RuleLeaf): readonly CellSpec[] {
  switch (leaf.op) {
    case 'did':
      // The last of them is enough to know whether there was one.
      return [leaf.atLeast === 1 ? totalsCell(leaf.what) : recentCell(leaf.what, leaf.atLeast)];
    case 'did then':
      return [recentCell(leaf.first, leaf.latest), recentCell(leaf.next, leaf.latest)];
    case 'not done':
      return [totalsCell(leaf.what), activityCell];
    case 'first time':
      return [totalsCell(leaf.what)];
    default:
      return [];
  }
}

/** The cells that the leaves of a rule read beside those of the features; what vital signs answer is among them. */
export function cellsOfRule(rule: SegmentRule): CellSpec[] {
  return leavesOf(rule).flatMap(cellsOfLeaf);
}
