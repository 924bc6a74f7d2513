import type { SourceStore } from '#ports/source-store.ts';
import type { Item } from '../aws/item-attributes.ts';
import { parseSourceItem, sourceItem } from '../aws/source-item.ts';

/** Sources in memory. */
export function createMemorySourceStore(): SourceStore {
  const items = new Map<string, Item>();
  return {
    async find(writeKeyHash) {
      const item = items.get(writeKeyHash);
      return item === undefined ? null : parseSourceItem(item);
    },
    async add(source) {
      items.set(source.writeKeyHash, sourceItem(source));
    },
  };
}
