import { mostPending, type PopulationStore } from '#ports/population-store.ts';
import { parsePopulationItem, populationItem, populationPartition } from '../aws/population-item.ts';
import { memoryPage } from './memory-page.ts';
import type { MemoryTable } from './memory-table.ts';

/** Snapshots in a ledger table in memory. */
export function createMemoryPopulationStore(table: MemoryTable): PopulationStore {
  const ascending = (tenant: string) => table.query(populationPartition(tenant), '').map(parsePopulationItem);
  const effective = (tenant: string, timeMs: number) =>
    ascending(tenant).findLast((population) => population.effectiveFromMs <= timeMs) ?? null;
  return {
    at: async (tenant, timeMs) => effective(tenant, timeMs),
    async from(tenant, timeMs) {
      const now = effective(tenant, timeMs);
      const later = ascending(tenant).filter((population) => population.effectiveFromMs > timeMs);
      return [...(now === null ? [] : [now]), ...later].slice(-mostPending);
    },
    put: async (tenant, population) => table.put(populationItem(tenant, population)),
    async list(tenant, request) {
      const order = { by: ['pk', 'sk'], isAscending: false };
      const page = memoryPage(table.query(populationPartition(tenant), ''), order, request);
      return { items: page.items.map(parsePopulationItem), next: page.next };
    },
  };
}
