import type { WakeIndex } from '#ports/wake-index.ts';
import { dueItemKey, parseDueItem } from '../aws/due-item.ts';
import { wakeShardKey } from '../aws/item-keys.ts';
import type { MemoryTable } from './memory-table.ts';

/** The wake-up index over a customer table in memory. */
export function createMemoryWakeIndex(table: MemoryTable): WakeIndex {
  return {
    due: async (shard, nowMs, limit, after) => {
      const start = after === null ? null : dueItemKey(shard, after);
      return table.indexedUntil(wakeShardKey(shard), nowMs, limit, start).map(parseDueItem);
    },
  };
}
