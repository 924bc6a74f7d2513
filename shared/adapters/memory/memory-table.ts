import type { WriteResult } from '#ports/profile-store.ts';
import { type Item, number, text } from '../aws/item-attributes.ts';

/** A table in memory: items under a partition key and a sort key, as the stores' AWS siblings keep them. */
export type MemoryTable = {
  get(partition: string, sortKey: string): Item | null;
  /** The items of a partition whose sort keys begin with `prefix`, ascending. */
  query(partition: string, prefix: string): Item[];
  /** The items whose index attribute has the value, in no particular order. */
  indexed(value: string): Item[];
  all(): Item[];
  put(item: Item): void;
  /** Puts the item where nothing is yet; returns the item that is there already, or null. */
  putFirst(item: Item): Item | null;
  /** Puts version n of an item only over version n − 1; version 1 only where nothing is. */
  putVersion(item: Item, version: number): WriteResult;
  remove(partition: string, sortKey: string): void;
};

/** A copy that shares no bytes: whoever changes it changes nothing that is stored. */
function copy(item: Item): Item {
  const copied: Item = {};
  for (const [name, value] of Object.entries(item)) {
    copied[name] = value.B === undefined ? { ...value } : { B: value.B.slice() };
  }
  return copied;
}

/** The order of DynamoDB's texts: by their UTF-8 bytes, which is not the order of JavaScript beyond U+FFFF. */
export function compareTexts(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/**
 * Makes an empty table. `indexAttribute` names the partition attribute of its one index; items without it are not in the
 * index. `onPut` is told of every write with the new item, in their order, as the stream of a table would be.
 */
export function createMemoryTable(options: { indexAttribute: string; onPut?: (item: Item) => void }): MemoryTable {
  const partitions = new Map<string, Map<string, Item>>();
  const index = new Map<string, Set<Item>>();
  const find = (partition: string, sortKey: string) => partitions.get(partition)?.get(sortKey) ?? null;
  const indexOf = (item: Item) => index.get(item[options.indexAttribute]?.S ?? '');

  const put = (given: Item) => {
    const item = copy(given);
    const partition = text(item, 'pk');
    const sortKey = text(item, 'sk');
    const before = find(partition, sortKey);
    if (before !== null) indexOf(before)?.delete(before);
    const items = partitions.get(partition) ?? new Map<string, Item>();
    partitions.set(partition, items);
    items.set(sortKey, item);
    const indexed = item[options.indexAttribute]?.S;
    if (indexed !== undefined) index.set(indexed, (index.get(indexed) ?? new Set()).add(item));
    options.onPut?.(copy(item));
  };

  return {
    put,
    get(partition, sortKey) {
      const item = find(partition, sortKey);
      return item === null ? null : copy(item);
    },
    query(partition, prefix) {
      const found = [...(partitions.get(partition) ?? [])].filter(([sortKey]) => sortKey.startsWith(prefix));
      return found.sort(([a], [b]) => compareTexts(a, b)).map(([, item]) => copy(item));
    },
    indexed: (value) => [...(index.get(value) ?? [])].map(copy),
    all: () => [...partitions.values()].flatMap((items) => [...items.values()].map(copy)),
    putFirst(item) {
      const existing = find(text(item, 'pk'), text(item, 'sk'));
      if (existing !== null) return copy(existing);
      put(item);
      return null;
    },
    putVersion(item, version) {
      const existing = find(text(item, 'pk'), text(item, 'sk'));
      if (existing === null ? version !== 1 : number(existing, 'version') !== version - 1) return 'conflict';
      put(item);
      return 'written';
    },
    remove(partition, sortKey) {
      const item = find(partition, sortKey);
      if (item === null) return;
      indexOf(item)?.delete(item);
      partitions.get(partition)?.delete(sortKey);
    },
  };
}
