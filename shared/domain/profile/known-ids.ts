import type { ProfileRecord } from '#contracts/profile-record.ts';
import { mayBePaged } from './event-id-filter.ts';
import { unpackEventIds } from './event-ids.ts';

/** What the pages of a profile say, for whoever had to look into them. */
export type PageLookup = {
  has(idHash: string): boolean;
  /** Every id that is still remembered there, if they are few enough for a filter; else null. */
  readonly few: readonly string[] | null;
};

/** Which ids a profile has counted: by its item, and where the item cannot say no, by its pages. */
export type KnownIds = {
  readonly recent: ReadonlySet<string>;
  /** Whether an id is known. Throws if only the pages can tell and nobody looked into them. */
  has(idHash: string): boolean;
  /** The ids of these that only the pages can tell about. */
  inDoubt(idHashes: readonly string[]): string[];
};

/** Reads off a record which ids it has counted; `pages` is null as long as nobody has looked into them. */
export function knownIds(
  record: Pick<ProfileRecord, 'recentEventIds' | 'pagedIds' | 'customerId'> | null,
  pages: PageLookup | null,
): KnownIds {
  const recent = new Set(record === null ? [] : unpackEventIds(record.recentEventIds));
  const isInDoubt = (idHash: string) => record !== null && !recent.has(idHash) && mayBePaged(record.pagedIds, idHash);
  return {
    recent,
    has(idHash) {
      if (recent.has(idHash)) return true;
      if (!isInDoubt(idHash)) return false;
      if (pages === null) throw new Error(`Cannot tell whether ${idHash} counts already: the pages were not read`);
      return pages.has(idHash);
    },
    inDoubt: (idHashes) => idHashes.filter(isInDoubt),
  };
}
