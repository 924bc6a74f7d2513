import type { SegmentSizes } from '#contracts/segment-sizes.ts';
import type { Page } from './ledger.ts';

/** Keeps what surveys counted of the segments of each tenant, for 400 days. */
export interface SegmentSizeStore {
  /** Keeps what a survey counted; writing it again changes nothing. */
  put(tenant: string, sizes: SegmentSizes): Promise<void>;
  /** Of the survey that began last; null before the first. */
  latest(tenant: string): Promise<SegmentSizes | null>;
  /** The latest first. */
  list(tenant: string, page: { limit: number; next: string | null }): Promise<Page<SegmentSizes>>;
}

/** How long sizes are kept, in seconds after the survey began. */
export const sizesKeptSeconds = 400 * 86_400;
