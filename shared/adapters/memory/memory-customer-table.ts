import type { Item } from '../aws/item-attributes.ts';
import { createMemoryTable, type MemoryTable } from './memory-table.ts';

/**
 * Makes the table that profiles, traits, pages and runs share, so that the wake-up index sees them all. `onPut` is told of
 * every write, as the table's stream would be.
 */
export function createMemoryCustomerTable(onPut?: (item: Item) => void): MemoryTable {
  return createMemoryTable({ indexAttribute: 'wakeShard', onPut });
}
