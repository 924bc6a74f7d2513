import { isDeepStrictEqual } from 'node:util';
import type { ReadConsistency } from '#ports/profile-store.ts';
import { readUnitsOf, writeUnitsOf } from '../aws/capacity-units.ts';
import type { Item } from '../aws/item-attributes.ts';
import { itemBytes } from '../aws/item-size.ts';

/** The one index of a table: the attributes of its key, and whether it holds more of an item than the keys. */
export type TableIndex = { readonly partition: string; readonly order: string; readonly projection: 'keys' | 'all' };

/** What DynamoDB would charge for one access. */
export type TableCharge = {
  readonly kind: 'read units' | 'write units';
  /** The sort key, or for a query what the sort keys begin with; the index's name for a query of the index. */
  readonly target: string;
  /** Units of the table, or of the index that is queried. */
  readonly units: number;
  /** Units of the index that a write takes along. */
  readonly indexUnits: number;
};

/** What the index holds of an item; null if the item is not in it. */
export function indexEntry(index: TableIndex, item: Item | null): Item | null {
  const partition = item?.[index.partition];
  const order = item?.[index.order];
  if (item === null || partition === undefined || order === undefined) return null;
  if (index.projection === 'all') return item;
  const keys: Item = { [index.partition]: partition, [index.order]: order };
  for (const name of ['pk', 'sk']) {
    const value = item[name];
    if (value !== undefined) keys[name] = value;
  }
  return keys;
}

/**
 * Units of the index for a write: none if its entry stays as it is, one entry if it comes, goes or changes in place, both
 * entries if its key changes. Source: Amazon DynamoDB developer guide, "Using global secondary indexes", write capacity.
 */
function indexWriteUnits(index: TableIndex, before: Item | null, after: Item | null): number {
  const left = indexEntry(index, before);
  const entered = indexEntry(index, after);
  if (left === null) return entered === null ? 0 : writeUnitsOf(itemBytes(entered));
  if (entered === null) return writeUnitsOf(itemBytes(left));
  if (isDeepStrictEqual(left, entered)) return 0;
  const isSameKey = [index.partition, index.order].every((name) => isDeepStrictEqual(left[name], entered[name]));
  if (isSameKey) return writeUnitsOf(Math.max(itemBytes(left), itemBytes(entered)));
  return writeUnitsOf(itemBytes(left)) + writeUnitsOf(itemBytes(entered));
}

/** The larger of the two, as DynamoDB charges it, whether the write was done or its condition refused it. */
function tableWriteUnits(before: Item | null, after: Item | null): number {
  return writeUnitsOf(Math.max(before === null ? 0 : itemBytes(before), after === null ? 0 : itemBytes(after)));
}

/** The charge for putting `after` in the place of `before`, or for deleting where `after` is null. */
export function writeCharge(index: TableIndex, target: string, before: Item | null, after: Item | null): TableCharge {
  const indexUnits = indexWriteUnits(index, before, after);
  return { kind: 'write units', target, units: tableWriteUnits(before, after), indexUnits };
}

/** The charge for a write whose condition did not hold. */
export function refusedWriteCharge(target: string, existing: Item | null, refused: Item): TableCharge {
  return { kind: 'write units', target, units: tableWriteUnits(existing, refused), indexUnits: 0 };
}

/** The charge for one read or one query that found these items, or these entries of the index. */
export function readCharge(target: string, found: readonly Item[], consistency: ReadConsistency): TableCharge {
  const bytes = found.reduce((total, item) => total + itemBytes(item), 0);
  return { kind: 'read units', target, units: readUnitsOf(bytes, consistency), indexUnits: 0 };
}
