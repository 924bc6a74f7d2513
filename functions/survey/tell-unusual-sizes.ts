import type { SegmentSizes } from '#contracts/segment-sizes.ts';
import { bandDays } from '#domain/migrations/size-band.ts';
import { unusualSizes } from '#domain/migrations/unusual-sizes.ts';
import type { NoticePublisher } from '#ports/notice-publisher.ts';
import type { SegmentSizeStore } from '#ports/segment-size-store.ts';

/** Surveys that are looked back at: one a day, and some that were asked for besides. */
const surveysLookedAt = 4 * bandDays;

/** Tells of the segments of a tenant whose size has moved beyond its usual band. Telling again is seen as the same. */
export async function tellUnusualSizes(
  { sizes, notices }: { readonly sizes: Pick<SegmentSizeStore, 'list'>; readonly notices: NoticePublisher },
  tenant: string,
  counted: SegmentSizes,
): Promise<number> {
  const { items } = await sizes.list(tenant, { limit: surveysLookedAt, next: null });
  const unusual = unusualSizes(tenant, counted, items);
  if (unusual.length > 0) await notices.publish(unusual);
  return unusual.length;
}
