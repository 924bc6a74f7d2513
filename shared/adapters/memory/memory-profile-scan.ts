import type { ProfileScan } from '#ports/profile-scan.ts';
import { text } from '../aws/item-attributes.ts';
import { profileSortKey } from '../aws/item-keys.ts';
import { readProfileItems } from '../aws/read-profile-items.ts';
import { memoryPage } from './memory-page.ts';
import type { MemoryTable } from './memory-table.ts';

/** Walks the profiles of a customer table in memory, so many at once. */
export function createMemoryProfileScan(table: MemoryTable, pageItems = 1_000): ProfileScan {
  return {
    async page(position) {
      const items = table.all().filter((item) => text(item, 'sk') === profileSortKey);
      const order = { by: ['pk', 'sk'], isAscending: true };
      const page = memoryPage(items, order, { limit: pageItems, next: position });
      const last = page.items.at(-1);
      const behind =
        last === undefined ? items.length : items.filter((item) => text(item, 'pk') <= text(last, 'pk')).length;
      return {
        ...readProfileItems(page.items),
        next: page.next,
        share: page.next === null ? 1 : behind / items.length,
      };
    },
  };
}
