import type { Item } from '#adapters/aws/item-attributes.ts';
import type { MemoryTable } from '#adapters/memory/memory-table.ts';
import { recordLayoutVersion } from '#domain/profile/record-layout.ts';
import type { CodeAge } from './deployment.ts';

/** The layout that only the newer code of a simulated deployment knows. */
const newestLayout = recordLayoutVersion + 1;

/** Item → the same item with other bytes in `body`. */
const withBody = (item: Item, body: Uint8Array): Item => ({ ...item, body: { B: body } });

/**
 * What the present code wrote, in a layout that it does not know: another first number, and the old one and all that
 * follows the other way round, so that nobody who overlooks the number reads anything sensible.
 */
export function toNewestLayout(item: Item): Item {
  const body = item['body']?.B;
  if (body === undefined || body[0] === newestLayout) return item;
  const newest = new Uint8Array(body.length + 1);
  newest[0] = newestLayout;
  newest.set(body.toReversed(), 1);
  return withBody(item, newest);
}

/** The inverse of `toNewestLayout`; other items as they are. */
export function fromNewestLayout(item: Item): Item {
  const body = item['body']?.B;
  if (body === undefined || body[0] !== newestLayout) return item;
  return withBody(item, body.subarray(1).toReversed());
}

/** A customer table as code of this age reads and writes it: the newer code reads all layouts and writes the newest. */
export function layoutView(table: MemoryTable, age: CodeAge): MemoryTable {
  if (age === 'old') return table;
  const read = (item: Item | null) => (item === null ? null : fromNewestLayout(item));
  return {
    get: (partition, sortKey, consistency) => read(table.get(partition, sortKey, consistency)),
    query: (partition, prefix) => table.query(partition, prefix).map(fromNewestLayout),
    queryChunk(partition, prefix, after, mostBytes) {
      const { items, stoppedAt } = table.queryChunk(partition, prefix, after, mostBytes);
      return { items: items.map(fromNewestLayout), stoppedAt };
    },
    last: (partition, prefix) => read(table.last(partition, prefix)),
    indexed: (value) => table.indexed(value).map(fromNewestLayout),
    indexedUntil: (value, atMost, limit, after) =>
      table.indexedUntil(value, atMost, limit, after).map(fromNewestLayout),
    all: () => table.all().map(fromNewestLayout),
    find: (partition, sortKey) => read(table.find(partition, sortKey)),
    put: (item) => table.put(toNewestLayout(item)),
    putTogether: (items) => table.putTogether(items.map(toNewestLayout)),
    putIf: (item, condition) => table.putIf(toNewestLayout(item), (existing) => condition(read(existing))),
    putFirst: (item) => read(table.putFirst(toNewestLayout(item))),
    putVersion: (item, version) => table.putVersion(toNewestLayout(item), version),
    remove: (partition, sortKey, condition) =>
      table.remove(partition, sortKey, condition && ((existing) => condition(fromNewestLayout(existing)))),
  };
}
