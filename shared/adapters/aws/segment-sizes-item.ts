import { type SegmentSizes, segmentSizesSchema } from '#contracts/segment-sizes.ts';
import { sizesKeptSeconds } from '#ports/segment-size-store.ts';
import { type Item, text } from './item-attributes.ts';
import { sortable } from './item-keys.ts';

/** The partition of what surveys counted of a tenant's segments, ordered by the beginning of the survey. */
export const sizesPartition = (tenant: string) => `sizes|${tenant}`;

export function segmentSizesItem(tenant: string, sizes: SegmentSizes): Item {
  return {
    pk: { S: sizesPartition(tenant) },
    sk: { S: sortable(sizes.startedMs) },
    expiresAt: { N: String(Math.ceil(sizes.startedMs / 1000) + sizesKeptSeconds) },
    entry: { S: JSON.stringify(sizes) },
  };
}

/** Item → sizes. Throws if the item does not hold them. */
export function parseSegmentSizesItem(item: Item): SegmentSizes {
  return segmentSizesSchema.parse(JSON.parse(text(item, 'entry')));
}
