import type { ReadConsistency, WriteResult } from '#ports/profile-store.ts';
import { type Item, number, text } from '../aws/item-attributes.ts';
import { itemBytes } from '../aws/item-size.ts';
import {
  indexEntry,
  readCharge,
  refusedWriteCharge,
  type TableCharge,
  type TableIndex,
  writeCharge,
} from './memory-table-charges.ts';

/** A table in memory: items under a partition key and a sort key, as the stores' AWS siblings keep them. */
export type MemoryTable = {
  /** Every read sees all writes; the consistency that was asked for decides its price. */
  get(partition: string, sortKey: string, consistency?: ReadConsistency): Item | null;
  /** The items of a partition whose sort keys begin with `prefix`, ascending. */
  query(partition: string, prefix: string): Item[];
  /**
   * The first of those whose sort keys come after `after`, at most `mostBytes` but one item at least; `stoppedAt` is the sort key
   * of the last where more come after it, else null.
   */
  queryChunk(partition: string, prefix: string, after: string, mostBytes: number): TableChunk;
  /** The last item of a partition whose sort key begins with `prefix`. */
  last(partition: string, prefix: string): Item | null;
  /** The items whose index attribute has the value, in no particular order. */
  indexed(value: string): Item[];
  /** Those of the index whose number does not pass `atMost`, ascending by it, `limit` at most: those after `after`, or the first. */
  indexedUntil(value: string, atMost: number, limit: number, after?: Item | null): Item[];
  all(): Item[];
  /** What is there, as a transaction looks at it: reading is a part of its price. */
  find(partition: string, sortKey: string): Item | null;
  put(item: Item): void;
  /** Puts items in one transaction, at twice the price. */
  putTogether(items: readonly Item[]): void;
  /** Puts the item if the condition holds of what is there. */
  putIf(item: Item, condition: (existing: Item | null) => boolean): WriteResult;
  /** Puts the item where nothing is yet; returns the item that is there already, or null. */
  putFirst(item: Item): Item | null;
  /** Puts version n of an item only over version n − 1; version 1 only where nothing is. */
  putVersion(item: Item, version: number): WriteResult;
  /** Removes an item, if there is one and the condition holds of it. */
  remove(partition: string, sortKey: string, condition?: (existing: Item) => boolean): void;
};

/** What one query gives of a partition. */
export type TableChunk = { readonly items: readonly Item[]; readonly stoppedAt: string | null };

/** What a table is made with. `onPut` is told of every write, in order; `onCharge` of what DynamoDB would charge. */
export type MemoryTableOptions = {
  readonly index: TableIndex;
  readonly onPut: ((item: Item) => void) | null;
  readonly onCharge: ((charge: TableCharge) => void) | null;
};

/** A copy that shares no bytes: whoever changes it changes nothing that is stored. */
function copy(item: Item): Item {
  const copied: Item = { ...item };
  for (const [name, value] of Object.entries(item)) {
    if (value.B !== undefined) copied[name] = { B: value.B.slice() };
  }
  return copied;
}

/** The order of DynamoDB's texts: by their UTF-8 bytes, which is not the order of JavaScript beyond U+FFFF. */
export function compareTexts(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** The first of these items that have at most so many bytes together, one at least. */
function firstOf(items: readonly Item[], mostBytes: number): TableChunk {
  let bytes = 0;
  let last: Item | null = null;
  for (const [index, item] of items.entries()) {
    bytes += itemBytes(item);
    if (bytes > mostBytes && last !== null) return { items: items.slice(0, index), stoppedAt: text(last, 'sk') };
    last = item;
  }
  return { items, stoppedAt: null };
}

/** Where an item stands in its partition of the index: by its number, and those of one number by their keys. */
function indexPlace(item: Item, order: string) {
  return { item, order: number(item, order), partition: text(item, 'pk'), sortKey: text(item, 'sk') };
}

function comparePlaces(a: ReturnType<typeof indexPlace>, b: typeof a): number {
  if (a.order !== b.order) return a.order - b.order;
  return a.partition === b.partition ? compareTexts(a.sortKey, b.sortKey) : compareTexts(a.partition, b.partition);
}

/** The items themselves, by partition and sort key and by the partition of the index. */
function createShelves(index: TableIndex) {
  const partitions = new Map<string, Map<string, Item>>();
  const entries = new Map<string, Set<Item>>();
  const find = (partition: string, sortKey: string) => partitions.get(partition)?.get(sortKey) ?? null;
  const entriesOf = (value: string) => entries.get(value) ?? new Set<Item>();
  const forget = (item: Item) => entries.get(item[index.partition]?.S ?? '')?.delete(item);
  return {
    find,
    entriesOf,
    all: () => [...partitions.values()].flatMap((items) => [...items.values()]),
    inPartition: (partition: string) => [...(partitions.get(partition) ?? [])],
    place(item: Item): void {
      const [partition, sortKey] = [text(item, 'pk'), text(item, 'sk')];
      const before = find(partition, sortKey);
      if (before !== null) forget(before);
      const items = partitions.get(partition) ?? new Map<string, Item>();
      partitions.set(partition, items.set(sortKey, item));
      const value = item[index.partition]?.S;
      if (value !== undefined && indexEntry(index, item) !== null) entries.set(value, entriesOf(value).add(item));
    },
    drop(item: Item): void {
      forget(item);
      partitions.get(text(item, 'pk'))?.delete(text(item, 'sk'));
    },
  };
}

/** Makes an empty table with one index; items without the index's attributes are not in the index. */
export function createMemoryTable({ index, onPut, onCharge }: MemoryTableOptions): MemoryTable {
  const shelves = createShelves(index);
  const read = (target: string, found: readonly Item[], consistency: ReadConsistency): void =>
    onCharge?.(readCharge(target, found, consistency));
  const existingOf = (item: Item) => shelves.find(text(item, 'pk'), text(item, 'sk'));

  const put = (given: Item, price = 1) => {
    const item = copy(given);
    const charge = writeCharge(index, text(item, 'sk'), existingOf(item), item);
    onCharge?.({ ...charge, units: charge.units * price, indexUnits: charge.indexUnits * price });
    shelves.place(item);
    onPut?.(copy(item));
  };

  const putIf: MemoryTable['putIf'] = (item, condition) => {
    const existing = existingOf(item);
    if (condition(existing)) {
      put(item);
      return 'written';
    }
    onCharge?.(refusedWriteCharge(text(item, 'sk'), existing, item));
    return 'conflict';
  };

  const sorted = (partition: string, prefix: string, after: string): Item[] => {
    const found = shelves.inPartition(partition).filter(([sortKey]) => sortKey.startsWith(prefix));
    const rest = after === '' ? found : found.filter(([sortKey]) => compareTexts(sortKey, after) > 0);
    return rest.sort(([a], [b]) => compareTexts(a, b)).map(([, item]) => item);
  };

  return {
    put: (item) => put(item),
    putIf,
    find(partition, sortKey) {
      const item = shelves.find(partition, sortKey);
      return item === null ? null : copy(item);
    },
    putTogether(items) {
      for (const item of items) put(item, 2);
    },
    get(partition, sortKey, consistency = 'consistent') {
      const item = shelves.find(partition, sortKey);
      read(sortKey, item === null ? [] : [item], consistency);
      return item === null ? null : copy(item);
    },
    query(partition, prefix) {
      const found = sorted(partition, prefix, '');
      read(prefix, found, 'consistent');
      return found.map(copy);
    },
    queryChunk(partition, prefix, after, mostBytes) {
      const { items, stoppedAt } = firstOf(sorted(partition, prefix, after), mostBytes);
      read(prefix, items, 'consistent');
      return { items: items.map(copy), stoppedAt };
    },
    last(partition, prefix) {
      const found = sorted(partition, prefix, '').at(-1);
      read(prefix, found === undefined ? [] : [found], 'consistent');
      return found === undefined ? null : copy(found);
    },
    indexed: (value) => [...shelves.entriesOf(value)].map(copy),
    indexedUntil(value, atMost, limit, after = null) {
      const placed = [...shelves.entriesOf(value)].map((item) => indexPlace(item, index.order));
      const start = after === null ? null : indexPlace(after, index.order);
      const due = placed.filter((one) => one.order <= atMost && (start === null || comparePlaces(one, start) > 0));
      const found = due
        .sort(comparePlaces)
        .slice(0, limit)
        .map(({ item }) => item);
      const entries = found.map((item) => indexEntry(index, item) ?? item);
      read(index.partition, entries, 'eventual');
      return found.map(copy);
    },
    all: () => shelves.all().map(copy),
    putFirst(item) {
      const existing = existingOf(item);
      putIf(item, (found) => found === null);
      return existing === null ? null : copy(existing);
    },
    putVersion: (item, version) =>
      putIf(item, (existing) => (existing === null ? version === 1 : number(existing, 'version') === version - 1)),
    remove(partition, sortKey, condition = () => true) {
      const item = shelves.find(partition, sortKey);
      if (item !== null && !condition(item)) {
        onCharge?.(refusedWriteCharge(sortKey, item, item));
        return;
      }
      onCharge?.(writeCharge(index, sortKey, item, null));
      if (item !== null) shelves.drop(item);
    },
  };
}
