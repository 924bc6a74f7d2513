import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { durationMs } from '#contracts/duration.ts';
import type { RuleLeaf, SegmentRule } from '#contracts/segment-rule.ts';
import { leavesOf } from '#domain/segments/rule-leaves.ts';
import { dayMs } from '../example-event.ts';

/** Every distance in time from an event at which a leaf could turn. */
function termsOf(leaf: RuleLeaf): number[] {
  const lengths = (days: readonly unknown[]) =>
    days.flatMap((one) => (typeof one === 'number' ? [one * dayMs, (one * dayMs) / 24] : []));
  switch (leaf.op) {
    case 'compare':
      return lengths([leaf.threshold]);
    case 'between':
      return lengths([leaf.from, leaf.to]);
    case 'one of':
      return lengths(leaf.values);
    case 'did':
    case 'first time':
      return [durationMs(leaf.within)];
    case 'not done':
      return [durationMs(leaf.for)];
    default:
      return [];
  }
}

/**
 * Instants at which something could change by itself: each event, and each time that it names, moved on and back by each term of the
 * rule, and UTC midnights; each with the milliseconds on both sides. Ascending.
 */
export function tellingInstants(rule: SegmentRule, events: readonly CanonicalEvent[]): number[] {
  const terms = [0, ...leavesOf(rule).flatMap(termsOf)];
  const instants: number[] = [];
  for (const { timeMs, properties } of events) {
    const named = properties['renews_at'];
    for (const term of terms) {
      instants.push(Math.round(timeMs + term));
      if (typeof named === 'number') instants.push(Math.round(named - term));
    }
    const day = Math.floor(timeMs / dayMs);
    for (const days of [0, 1, 6, 7, 8, 27, 28, 29]) instants.push((day + days) * dayMs);
  }
  const around = instants.flatMap((atMs) => [-1, 0, 1].map((off) => atMs + off));
  return [...new Set(around)].filter((atMs) => atMs >= 0).toSorted((a, b) => a - b);
}
