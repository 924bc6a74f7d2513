import { createMemoryTable, type MemoryTable } from './memory-table.ts';

/** Makes the table that a ledger and its reader share. */
export function createMemoryLedgerTable(): MemoryTable {
  return createMemoryTable({ indexAttribute: 'inboxPartition' });
}
