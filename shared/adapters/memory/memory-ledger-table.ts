import { createMemoryTable, type MemoryTable, type MemoryTableOptions } from './memory-table.ts';

/** Makes the table that a ledger and its reader share. `onCharge` is told of what DynamoDB would charge. */
export function createMemoryLedgerTable(onCharge: MemoryTableOptions['onCharge'] = null): MemoryTable {
  const index = { partition: 'inboxPartition', order: 'inboxOrder', projection: 'all' } as const;
  return createMemoryTable({ index, onPut: null, onCharge });
}
