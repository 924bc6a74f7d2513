import type { ProfileRecord } from '#contracts/profile-record.ts';

/** Some profiles, as many as one request gives; maybe none. */
export type ScannedPage = {
  readonly records: readonly ProfileRecord[];
  /** Items that hold no profile that could be read: whose, and why. */
  readonly unreadable: readonly { readonly key: string; readonly reason: string }[];
  /** Where the next page begins; null after the last. Only the scan that gave it knows what it says. */
  readonly next: string | null;
  /** About which share of all is behind, 0 to 1; 1 after the last page. */
  readonly share: number;
};

/**
 * Walks the profiles of all tenants, customers and accounts, each once, in no particular order, but always in the same
 * one. What is written meanwhile may be seen as it was before or after.
 */
export interface ProfileScan {
  /** The page that begins at a position; null: the first. Throws on a position that no scan gave. */
  page(position: string | null): Promise<ScannedPage>;
}
