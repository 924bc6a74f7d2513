import type { DueItem, WakeIndex } from '#ports/wake-index.ts';
import type { World } from './world.ts';

/** How far behind an index may be. */
const longestLagMs = 90_000;

/** A wake-up index that may be behind its table, as every index of DynamoDB: by chance it gives what it gave a tick before. */
export function laggingIndex(world: World, index: WakeIndex): WakeIndex {
  const answers = new Map<number | string, { readonly items: DueItem[]; readonly atMs: number }>();
  return {
    async due(shard, nowMs, limit, after) {
      const page = after === null ? shard : JSON.stringify([shard, after]);
      const before = answers.get(page);
      const items = await index.due(shard, nowMs, limit, after);
      const isRecent = before !== undefined && nowMs - before.atMs < longestLagMs;
      // Where a shard has nothing to tell, being behind changes nothing.
      const isEmpty = items.length === 0 && (before?.items.length ?? 0) === 0;
      if (isRecent && !isEmpty && world.faults.happens('staleRead', 'stale answer of', 'the wake-up index')) {
        return before.items;
      }
      answers.set(page, { items, atMs: nowMs });
      return items;
    },
  };
}
