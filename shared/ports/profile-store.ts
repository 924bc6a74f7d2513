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

/** What became of one of the reads that were asked for together. */
export type LoadResult =
  | { readonly kind: 'read'; readonly record: ProfileRecord | null }
  | { readonly kind: 'failed'; readonly error: Error };

/** How far the pages of one customer have been read. Only the store that gave it knows what it says. */
export type PagePosition = string;

/** Before the first page of a customer. */
export const firstPagePosition: PagePosition = '';

/** Some pages of a customer, as many as one request gives. */
export type PageChunk = {
  readonly pages: readonly EventIdPage[];
  /** After the last of these pages; where there is none, what was asked for. */
  readonly position: PagePosition;
  /** Whether there may be pages after these. */
  readonly more: boolean;
};

/** Keeps customers' profiles. Unless it is said otherwise, reads see every write that was acknowledged before them. */
export interface ProfileStore {
  load(tenant: string, customerId: string, consistency: ReadConsistency): Promise<ProfileRecord | null>;
  /**
   * The profiles of at most `maximumLoads` customers, read eventually: one result for each, in their order, with null where
   * nothing is. One that was left out because it is throttled (ThrottledError), or that cannot be read, fails alone; throws
   * where nothing could be asked.
   */
  loadMany(owners: readonly ProfileOwner[]): Promise<LoadResult[]>;
  /** Writes version n only over version n − 1, and version 1 only where nothing is. */
  put(record: ProfileRecord): Promise<WriteResult>;
  /** Writes a page; writing the same page again changes nothing. */
  putPage(page: EventIdPage): Promise<void>;
  /**
   * The next pages of a customer after a position, at most 1 MB of them with one request: those of layout 1 first, as version
   * 0, then the others in order of their version.
   */
  loadPages(tenant: string, customerId: string, after: PagePosition): Promise<PageChunk>;
  loadTraits(tenant: string, customerId: string): Promise<StoredTraits>;
  /** Writes version n only over version n − 1. */
  putTraits(tenant: string, customerId: string, stored: StoredTraits): Promise<WriteResult>;
  /** Writes that a visitor was joined into a user; writing it again changes nothing. */
  putJoin(tenant: string, customerId: string, anonymousCustomerId: string): Promise<void>;
  /**
   * The visitors that were joined into a user, in the order of their ids' UTF-8 bytes. Of more than `maximumJoins` it gives
   * the first so many, and does not say that there are others.
   */
  loadJoins(tenant: string, customerId: string): Promise<string[]>;
}

/** Bound on the profiles read together. */
export const maximumLoads = 100;

/** Bound on the joined visitors of one user that are read. */
export const maximumJoins = 100;
