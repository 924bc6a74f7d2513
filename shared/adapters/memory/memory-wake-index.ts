import type { WakeIndex } from '#ports/wake-index.ts';
import { parseDueItem } from '../aws/due-item.ts';
import type { MemoryTable } from './memory-table.ts';

/** The wake-up index over a customer table in memory. */
export function createMemoryWakeIndex(table: MemoryTable): WakeIndex {
  return {
    due: async (shard, nowMs, limit) => table.indexedUntil(String(shard), nowMs, limit).map(parseDueItem),
  };
}
