import { maximumPages, type ProfileStore } from '#ports/profile-store.ts';
import { eventIdPageItem, parseEventIdPageItem } from '../aws/event-id-page-item.ts';
import { customerKey, pageSortKeyPrefix, profileSortKey, traitsSortKey } from '../aws/item-keys.ts';
import { parseProfileItem, profileItem } from '../aws/profile-item.ts';
import { parseTraitsItem, traitsItem } from '../aws/traits-item.ts';
import type { MemoryTable } from './memory-table.ts';

/** Profiles in memory, in the very items that DynamoDB would hold. Pages do not expire. */
export function createMemoryProfileStore(table: MemoryTable): ProfileStore {
  const load = (tenant: string, customerId: string) => {
    const item = table.get(customerKey(tenant, customerId), profileSortKey);
    return item === null ? null : parseProfileItem(item);
  };
  return {
    load: async (tenant, customerId) => load(tenant, customerId),
    loadMany: async (owners) => owners.map(({ tenant, customerId }) => load(tenant, customerId)),
    put: async (record) => table.putVersion(profileItem(record), record.version),
    putPage: async (page) => table.put(eventIdPageItem(page)),
    async loadPages(tenant, customerId) {
      const items = table.query(customerKey(tenant, customerId), pageSortKeyPrefix);
      if (items.length > maximumPages) {
        throw new Error(`Cannot read the pages of customer ${customerId}: there are more than ${maximumPages}`);
      }
      return items.map(parseEventIdPageItem);
    },
    loadTraits: async (tenant, customerId) =>
      parseTraitsItem(table.get(customerKey(tenant, customerId), traitsSortKey)),
    putTraits: async (tenant, customerId, stored) =>
      table.putVersion(traitsItem(tenant, customerId, stored), stored.version),
  };
}
