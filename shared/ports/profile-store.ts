import type { CustomerTraits } from '#contracts/customer-traits.ts';
import type { EventIdPage, ProfileRecord } from '#contracts/profile-record.ts';
import type { MemberRegister } from '#contracts/relations.ts';

/** What became of a conditional write: `conflict` means that someone else wrote first, and nothing was written. */
export type WriteResult = 'written' | 'conflict';

/** Traits, and what else was told of a customer, with the version that guards their write; version 0 where there is none yet. */
export type StoredTraits = CustomerTraits & { readonly version: number };

/** That a visitor was joined into a user, and when; null where an older note does not say. */
export type Join = { readonly visitor: string; readonly joinedMs: number | null };

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

/** A user of an account, and how it says that it stands: null where an older note does not say. */
export type Member = { readonly userId: string; readonly register: MemberRegister | null };

/** How far the members of one account have been read. Only the store that gave it knows what it says. */
export type MemberPosition = string;

/** Before the first member of an account. */
export const firstMemberPosition: MemberPosition = '';

/** Some members of an account, as many as one request gives. */
export type MemberChunk = {
  readonly members: readonly Member[];
  /** Where to go on; null where there are no more. */
  readonly next: MemberPosition | null;
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
  /** Writes that a visitor was joined into a user at `joinedMs`; writing it again changes nothing. */
  putJoin(tenant: string, customerId: string, anonymousCustomerId: string, joinedMs: number): Promise<void>;
  /**
   * The visitors that were joined into a user, in the order of their ids' UTF-8 bytes. Of more than `maximumJoins` it gives
   * the first so many, and does not say that there are others.
   */
  loadJoins(tenant: string, customerId: string): Promise<Join[]>;
  /**
   * Writes that a user belongs to an account (`account:ID`), and how it stands; where a later version of that is written, nothing
   * changes.
   */
  putMember(tenant: string, accountCustomerId: string, userId: string, register: MemberRegister): Promise<void>;
  /** The next members of an account after a position, at most 1 MB of them, in the order of their ids' UTF-8 bytes. */
  loadMemberChunk(tenant: string, accountCustomerId: string, after: MemberPosition): Promise<MemberChunk>;
  /** The users of an account, in the order of their ids' UTF-8 bytes; of more than `maximumMembers` the first so many. */
  loadMembers(tenant: string, accountCustomerId: string): Promise<string[]>;
}

/** Bound on the profiles read together. */
export const maximumLoads = 100;

/** Bound on the joined visitors of one user that are read. */
export const maximumJoins = 100;

/** Bound on the members of one account that are read for people. */
export const maximumMembers = 100;
