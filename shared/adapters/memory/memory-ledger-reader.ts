import type { LedgerReader, Page } from '#ports/ledger.ts';
import { ledgerCustomerKey } from '../aws/ledger-items.ts';
import {
  type CustomerList,
  deliveryList,
  newestFirst,
  openTaskList,
  outcomeFeed,
  outcomeList,
  parseTransition,
  quarantineList,
  type TenantList,
  taskList,
  transitionPrefix,
} from '../aws/ledger-lists.ts';
import { memoryPage } from './memory-page.ts';
import type { MemoryTable } from './memory-table.ts';

type PageRequest = { readonly limit: number; readonly next: string | null };

/** Reads a ledger in memory. */
export function createMemoryLedgerReader(table: MemoryTable): LedgerReader {
  const ofCustomer = (tenant: string, customerId: string, prefix: string) =>
    table.query(ledgerCustomerKey(tenant, customerId), prefix).reverse();

  const entries = <Entry>(list: CustomerList<Entry>, tenant: string, customerId: string, limit: number) =>
    newestFirst(list, ofCustomer(tenant, customerId, list.prefix), limit);

  const ofTenant = <Entry>(list: TenantList<Entry>, tenant: string, request: PageRequest): Page<Entry> => {
    const order = { by: ['inboxPartition', 'inboxOrder', 'pk', 'sk'], isAscending: list.isAscending };
    const page = memoryPage(table.indexed(list.partition(tenant)), order, request);
    return { items: page.items.map(list.parse), next: page.next };
  };

  return {
    transitionsOf: async (tenant, customerId, limit) =>
      ofCustomer(tenant, customerId, transitionPrefix).slice(0, limit).map(parseTransition),
    deliveriesOf: async (tenant, customerId, limit) => entries(deliveryList, tenant, customerId, limit),
    tasksOf: async (tenant, customerId, limit) => entries(taskList, tenant, customerId, limit),
    outcomesOf: async (tenant, customerId, limit) => entries(outcomeList, tenant, customerId, limit),
    openTasks: async (tenant, page) => ofTenant(openTaskList, tenant, page),
    outcomes: async (tenant, page) => ofTenant(outcomeFeed, tenant, page),
    quarantined: async (tenant, page) => ofTenant(quarantineList, tenant, page),
  };
}
