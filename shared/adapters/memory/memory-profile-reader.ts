import type { ProfileReader } from '#ports/profile-reader.ts';
import { text } from '../aws/item-attributes.ts';
import { customerKey, profileSortKey } from '../aws/item-keys.ts';
import { parseProfileItem } from '../aws/profile-item.ts';
import { memoryPage } from './memory-page.ts';
import type { MemoryTable } from './memory-table.ts';

/** Reads all profiles of a customer table in memory. */
export function createMemoryProfileReader(table: MemoryTable): ProfileReader {
  return {
    async profiles(tenant, request) {
      const prefix = customerKey(tenant, '');
      const items = table
        .all()
        .filter((item) => text(item, 'sk') === profileSortKey && text(item, 'pk').startsWith(prefix));
      const page = memoryPage(items, { by: ['pk', 'sk'], isAscending: true }, request);
      return { items: page.items.map(parseProfileItem), next: page.next };
    },
  };
}
