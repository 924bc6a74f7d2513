import { type Meter, unmetered } from '#ports/meter.ts';
import type { SourceStore } from '#ports/source-store.ts';
import { readUnitsOf, writeUnitsOf } from '../aws/capacity-units.ts';
import type { Item } from '../aws/item-attributes.ts';
import { itemBytes } from '../aws/item-size.ts';
import { parseSourceItem, sourceItem } from '../aws/source-item.ts';

/** Sources in memory. The meter counts what DynamoDB would charge. */
export function createMemorySourceStore(meter: Meter = unmetered): SourceStore {
  const items = new Map<string, Item>();
  return {
    async find(writeKeyHash) {
      const item = items.get(writeKeyHash);
      meter.count('read units', readUnitsOf(item === undefined ? 0 : itemBytes(item), 'eventual'));
      return item === undefined ? null : parseSourceItem(item);
    },
    async add(source) {
      const item = sourceItem(source);
      const before = items.get(source.writeKeyHash);
      meter.count('write units', writeUnitsOf(Math.max(itemBytes(item), before === undefined ? 0 : itemBytes(before))));
      items.set(source.writeKeyHash, item);
    },
  };
}
