import type { EventIdPage, ProfileRecord } from '#contracts/profile-record.ts';
import type { Traits } from '#contracts/trait.ts';

/** What became of a conditional write: `conflict` means that someone else wrote first, and nothing was written. */
export type WriteResult = 'written' | 'conflict';

/** Traits with the version that guards their write; version 0 where there are none yet. */
export type StoredTraits = { readonly version: number; readonly traits: Traits };

/** Whose profile it is. */
export type ProfileOwner = { readonly tenant: string; readonly customerId: string };

/**
 * `consistent`: sees every write that was acknowledged before. `eventual`, at half the price: may give what was there a
 * moment before, so it is only for those whose write is refused then.
 */
export type ReadConsistency = 'consistent' | 'eventual';

/** Keeps customers' profiles. Unless it is said otherwise, reads see every write that was acknowledged before them. */
export interface ProfileStore {
  load(tenant: string, customerId: string, consistency: ReadConsistency): Promise<ProfileRecord | null>;
  /**
   * The profiles of at most `maximumLoads` customers, in their order, read eventually: null where nothing is. Reads all or
   * throws.
   */
  loadMany(owners: readonly ProfileOwner[]): Promise<(ProfileRecord | null)[]>;
  /** Writes version n only over version n − 1, and version 1 only where nothing is. */
  put(record: ProfileRecord): Promise<WriteResult>;
  /** Writes a page; writing the same page again changes nothing. */
  putPage(page: EventIdPage): Promise<void>;
  /**
   * The pages of a customer that were written from a later version than `afterVersion`, in order of their version; those of
   * layout 1 come with version 0, and only where `afterVersion` is −1. Throws if they hold more than `maximumPagedIds`.
   */
  loadPages(tenant: string, customerId: string, afterVersion: number): Promise<EventIdPage[]>;
  loadTraits(tenant: string, customerId: string): Promise<StoredTraits>;
  /** Writes version n only over version n − 1. */
  putTraits(tenant: string, customerId: string, stored: StoredTraits): Promise<WriteResult>;
}

/** Bound on the profiles read together. */
export const maximumLoads = 100;

/** Bound on the event ids read from pages at once: 64 MB. */
export const maximumPagedIds = 8_000_000;
