import { durationMs } from '#contracts/duration.ts';
import type { RuleLeaf } from '#contracts/segment-rule.ts';
import { bindCell, type NumberOf } from '#domain/features/read-cell.ts';
import { hasAll } from '#domain/profile/cell-set.ts';
import { recentCell } from '#domain/segments/cells-of-rule.ts';
import type { CompiledLeaf } from '#domain/segments/compiled-leaf.ts';
import type { RuleSubject } from '#domain/segments/compiled-segment.ts';
import { forEver } from '#domain/segments/holding.ts';

type DidThen = Extract<RuleLeaf, { readonly op: 'did then' }>;

const noTimes: readonly number[] = [];

/**
 * The newest of `nexts` that came later than one of `firsts`, and no later than `withinMs` after it; null if there is none. Both
 * newest first; of each only the newest `latest` count. For each next the closest first is the newest that is earlier.
 */
export function followedMs(
  firsts: readonly number[],
  nexts: readonly number[],
  { latest, withinMs }: { readonly latest: number; readonly withinMs: number },
): number | null {
  let first = 0;
  const firstCount = Math.min(firsts.length, latest);
  const nextCount = Math.min(nexts.length, latest);
  for (let next = 0; next < nextCount; next += 1) {
    const nextMs = nexts[next] ?? Number.NEGATIVE_INFINITY;
    while (first < firstCount && (firsts[first] ?? nextMs) >= nextMs) first += 1;
    if (first === firstCount) return null;
    if (nextMs - (firsts[first] ?? Number.NEGATIVE_INFINITY) <= withinMs) return nextMs;
  }
  return null;
}

/** "Did X, then Y within": time alone changes nothing about it. */
export function didThenLeaf({ first, next, within, latest }: DidThen, numberOf: NumberOf): CompiledLeaf {
  const firsts = bindCell(recentCell(first, latest), numberOf);
  const nexts = bindCell(recentCell(next, latest), numberOf);
  const window = { latest, withinMs: durationMs(within) };
  const cells = [...firsts.numbers, ...nexts.numbers];
  const lastMs = ({ state }: RuleSubject): number | null =>
    followedMs(firsts.read(state)?.timesMs ?? noTimes, nexts.read(state)?.timesMs ?? noTimes, window);
  return {
    holding: (subject) => forEver(lastMs(subject) !== null),
    value: lastMs,
    isKnown: ({ state }) => hasAll(state.complete, cells),
    isKnownByCells: true,
    cells,
  };
}
