import { type DueItem, type WakeIndex, wakeShards } from '#ports/wake-index.ts';

/** An item of a profile that is due. */
export function dueProfile(customerId: string, dueMs: number, tenant = 'shop'): DueItem {
  return { kind: 'profile', tenant, customerId, runId: '', dueMs };
}

/** A wake-up index over lists of items, one for each shard, out of which a test takes what somebody has looked at. */
export function createDueIndex(shards: ReadonlyMap<number, readonly DueItem[]>) {
  const kept = new Map(
    Array.from({ length: wakeShards }, (_, shard) => {
      const items = (shards.get(shard) ?? []).toSorted((a, b) => a.dueMs - b.dueMs);
      return [shard, items] as const;
    }),
  );
  const gone = new Set<DueItem>();
  const asked: number[] = [];
  const index: WakeIndex = {
    async due(shard, nowMs, limit, after) {
      asked.push(shard);
      const own = kept.get(shard) ?? [];
      const from = after === null ? 0 : own.indexOf(after) + 1;
      return own
        .slice(from)
        .filter((item) => item.dueMs <= nowMs && !gone.has(item))
        .slice(0, limit);
    },
  };
  const look = (items: Iterable<DueItem>) => {
    for (const item of items) gone.add(item);
  };
  return { index, asked, look };
}
