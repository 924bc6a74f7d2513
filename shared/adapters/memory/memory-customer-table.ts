import { createMemoryTable, type MemoryTable, type MemoryTableOptions } from './memory-table.ts';

/**
 * Makes the table that profiles, traits, pages and runs share, so that the wake-up index sees them all. `onPut` is told of
 * every write, as the table's stream would be; `onCharge` of what DynamoDB would charge.
 */
export function createMemoryCustomerTable(
  onPut: MemoryTableOptions['onPut'] = null,
  onCharge: MemoryTableOptions['onCharge'] = null,
): MemoryTable {
  const index = { partition: 'wakeShard', order: 'wakeAt', projection: 'keys' } as const;
  return createMemoryTable({ index, onPut, onCharge });
}
