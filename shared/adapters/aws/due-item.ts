import type { DueItem } from '#ports/wake-index.ts';
import { type Item, number, text } from './item-attributes.ts';
import { parseCustomerKey, runSortKeyPrefix } from './item-keys.ts';

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
