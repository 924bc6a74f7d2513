import { type Item, optionalNumber } from '#adapters/aws/item-attributes.ts';
import { profileSortKey } from '#adapters/aws/item-keys.ts';
import type { MemoryTable } from '#adapters/memory/memory-table.ts';
import type { Clock } from '#ports/clock.ts';
import type { ProfileHistory } from './profile-history.ts';

/**
 * A customer table as reads see it: an eventually consistent read of a profile may be behind, and an item whose time to live
 * is over is gone at once, the earliest that DynamoDB may delete it.
 */
export function laggingView(table: MemoryTable, history: ProfileHistory, clock: Clock): MemoryTable {
  const isAlive = (item: Item) => {
    const expiresAtSeconds = optionalNumber(item, 'expiresAt');
    return expiresAtSeconds === null || expiresAtSeconds * 1000 > clock();
  };
  return {
    ...table,
    get(partition, sortKey, consistency) {
      const item = table.get(partition, sortKey, consistency);
      if (sortKey === profileSortKey && consistency === 'eventual') return history.eventually(partition, item);
      return item !== null && isAlive(item) ? item : null;
    },
    query: (partition, prefix) => table.query(partition, prefix).filter(isAlive),
    queryChunk(partition, prefix, after, mostBytes) {
      const { items, stoppedAt } = table.queryChunk(partition, prefix, after, mostBytes);
      return { items: items.filter(isAlive), stoppedAt };
    },
  };
}
