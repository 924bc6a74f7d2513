import type { DueItem } from '#ports/wake-index.ts';
import { type Item, number, text } from './item-attributes.ts';
import { customerKey, parseCustomerKey, profileSortKey, runSortKeyPrefix, wakeShardKey } from './item-keys.ts';

/** Entry of the wake-up index → what is due. Throws if the item is not in the index. */
export function parseDueItem(item: Item): DueItem {
  const sortKey = text(item, 'sk');
  const isRun = sortKey.startsWith(runSortKeyPrefix);
  return {
    kind: isRun ? 'run' : 'profile',
    ...parseCustomerKey(text(item, 'pk')),
    runId: isRun ? sortKey.slice(runSortKeyPrefix.length) : '',
    dueMs: number(item, 'wakeAt'),
  };
}

/** The inverse of `parseDueItem`: all keys of the entry, by which a query goes on after it. */
export function dueItemKey(shard: number, { kind, tenant, customerId, runId, dueMs }: DueItem): Item {
  return {
    pk: { S: customerKey(tenant, customerId) },
    sk: { S: kind === 'run' ? `${runSortKeyPrefix}${runId}` : profileSortKey },
    wakeShard: { S: wakeShardKey(shard) },
    wakeAt: { N: String(dueMs) },
  };
}
