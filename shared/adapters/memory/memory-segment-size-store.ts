import type { SegmentSizeStore } from '#ports/segment-size-store.ts';
import { parseSegmentSizesItem, segmentSizesItem, sizesPartition } from '../aws/segment-sizes-item.ts';
import { memoryPage } from './memory-page.ts';
import type { MemoryTable } from './memory-table.ts';

/** What surveys counted, in a ledger table in memory. */
export function createMemorySegmentSizeStore(table: MemoryTable): SegmentSizeStore {
  return {
    put: async (tenant, sizes) => table.put(segmentSizesItem(tenant, sizes)),
    async latest(tenant) {
      const last = table.last(sizesPartition(tenant), '');
      return last === null ? null : parseSegmentSizesItem(last);
    },
    async list(tenant, request) {
      const order = { by: ['pk', 'sk'], isAscending: false };
      const page = memoryPage(table.query(sizesPartition(tenant), ''), order, request);
      return { items: page.items.map(parseSegmentSizesItem), next: page.next };
    },
  };
}
