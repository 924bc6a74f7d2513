import type { SegmentRule } from '#contracts/segment-rule.ts';
import { dayMs, type ProfileState } from '#domain/profile/profile-state.ts';

/** Every threshold, in days or whatever else, that a rule compares with. */
export function thresholdsOf(rule: SegmentRule): number[] {
  if (rule.op === 'compare') return [rule.threshold];
  if (rule.op === 'not') return thresholdsOf(rule.rule);
  return rule.op === 'all' || rule.op === 'any' ? rule.of.flatMap(thresholdsOf) : [];
}

/**
 * Instants at which something could change by itself: each moment of the state moved on by each threshold, and every UTC
 * midnight from the first day until the last has left the longest window; each with the two milliseconds on both sides.
 */
export function tellingInstants(state: ProfileState, thresholds: readonly number[]): number[] {
  const instants: number[] = [];
  for (const { firstMs, lastMs } of state.totals.values()) {
    for (const fromMs of [firstMs, lastMs]) {
      for (const days of [0, ...thresholds]) instants.push(Math.round(fromMs + days * dayMs));
    }
  }
  for (const { day } of state.days) {
    for (const days of [0, 1, 2, 6, 7, 8, 27, 28, 29, 30, 31, 89, 90, 91]) instants.push((day + days) * dayMs);
  }
  const around = instants.flatMap((atMs) => [-2, -1, 0, 1, 2].map((off) => atMs + off));
  return [...new Set(around)].filter((atMs) => atMs >= 0).toSorted((a, b) => a - b);
}
