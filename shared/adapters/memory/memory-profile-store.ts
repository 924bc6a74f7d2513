import type { ProfileStore, ReadConsistency } from '#ports/profile-store.ts';
import { eventIdPageItem, pagesWithinBound, parseEventIdPageItem } from '../aws/event-id-page-item.ts';
import {
  customerKey,
  pageSortKeyPrefix,
  profileSortKey,
  sortable,
  traitsSortKey,
  versionedPagePrefix,
} from '../aws/item-keys.ts';
import { parseProfileItem, profileItem } from '../aws/profile-item.ts';
import { parseTraitsItem, traitsItem } from '../aws/traits-item.ts';
import type { MemoryTable } from './memory-table.ts';

/** Profiles in memory, in the very items that DynamoDB would hold. Pages do not expire, and no read is behind. */
export function createMemoryProfileStore(table: MemoryTable): ProfileStore {
  const load = (tenant: string, customerId: string, consistency: ReadConsistency) => {
    const item = table.get(customerKey(tenant, customerId), profileSortKey, consistency);
    return item === null ? null : parseProfileItem(item);
  };
  return {
    load: async (tenant, customerId, consistency) => load(tenant, customerId, consistency),
    loadMany: async (owners) => owners.map(({ tenant, customerId }) => load(tenant, customerId, 'eventual')),
    put: async (record) => table.putVersion(profileItem(record), record.version),
    putPage: async (page) => table.put(eventIdPageItem(page)),
    async loadPages(tenant, customerId, afterVersion) {
      const after = afterVersion < 0 ? '' : `${versionedPagePrefix}${sortable(afterVersion)}`;
      const items = table.query(customerKey(tenant, customerId), pageSortKeyPrefix, after);
      return pagesWithinBound(items.map(parseEventIdPageItem), `the pages of event ids of customer ${customerId}`);
    },
    loadTraits: async (tenant, customerId) =>
      parseTraitsItem(table.get(customerKey(tenant, customerId), traitsSortKey)),
    putTraits: async (tenant, customerId, stored) =>
      table.putVersion(traitsItem(tenant, customerId, stored), stored.version),
  };
}
