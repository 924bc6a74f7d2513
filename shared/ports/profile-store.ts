import type { EventIdPage, ProfileRecord } from '#contracts/profile-record.ts';
import type { Traits } from '#contracts/trait.ts';

/** What became of a conditional write: `conflict` means that someone else wrote first, and nothing was written. */
export type WriteResult = 'written' | 'conflict';

/** Traits with the version that guards their write; version 0 where there are none yet. */
export type StoredTraits = { readonly version: number; readonly traits: Traits };

/** Whose profile it is. */
export type ProfileOwner = { readonly tenant: string; readonly customerId: string };

/** Keeps customers' profiles. Reads see every write that was acknowledged before them. */
export interface ProfileStore {
  load(tenant: string, customerId: string): Promise<ProfileRecord | null>;
  /** The profiles of at most `maximumLoads` customers, in their order: null where nothing is. Reads all or throws. */
  loadMany(owners: readonly ProfileOwner[]): Promise<(ProfileRecord | null)[]>;
  /** Writes version n only over version n − 1, and version 1 only where nothing is. */
  put(record: ProfileRecord): Promise<WriteResult>;
  /** Writes a page; writing the same page again changes nothing. */
  putPage(page: EventIdPage): Promise<void>;
  /** All pages of a customer. Throws if there are more than `maximumPages`. */
  loadPages(tenant: string, customerId: string): Promise<EventIdPage[]>;
  loadTraits(tenant: string, customerId: string): Promise<StoredTraits>;
  /** Writes version n only over version n − 1. */
  putTraits(tenant: string, customerId: string, stored: StoredTraits): Promise<WriteResult>;
}

/** Bound on the profiles read together. */
export const maximumLoads = 100;

/** Bound on the pages read for one customer. */
export const maximumPages = 4_096;
