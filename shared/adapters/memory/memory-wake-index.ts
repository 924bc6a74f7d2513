import type { WakeIndex } from '#ports/wake-index.ts';
import { parseDueItem } from '../aws/due-item.ts';
import { number } from '../aws/item-attributes.ts';
import type { MemoryTable } from './memory-table.ts';

/** The wake-up index over a customer table in memory. */
export function createMemoryWakeIndex(table: MemoryTable): WakeIndex {
  return {
    async due(shard, nowMs, limit) {
      const due = table.indexed(String(shard)).filter((item) => number(item, 'wakeAt') <= nowMs);
      return due
        .map(parseDueItem)
        .sort((a, b) => a.dueMs - b.dueMs)
        .slice(0, limit);
    },
  };
}
