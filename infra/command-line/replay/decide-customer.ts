import type { ProfileRecord } from '#contracts/profile-record.ts';
import { maximumVisitors } from '#domain/profile/admit-visitors.ts';
import { subjectOf } from '#domain/profile/customer-of.ts';
import { eventIdHash } from '#domain/profile/event-ids.ts';
import { decodeState, encodeState } from '#domain/profile/state-layout.ts';
import type { StoredTraits } from '#ports/profile-store.ts';
import type { ArchivedCustomer } from './archived-customer.ts';
import type { Recall } from './recall-customer.ts';

/** What is stored of a customer, with the visitors that have become part of it. */
export type StoredCustomer = {
  readonly customerId: string;
  readonly owner: ProfileRecord | null;
  readonly visitors: readonly ProfileRecord[];
  readonly traits: StoredTraits;
};

/** Why nothing is done about a customer, although its profile is not what the archive gives. */
export const leaveReasons = [
  'counted too long ago',
  'copies differ',
  'folds otherwise',
  'partly lost',
  'archive incomplete',
  'under way',
  'too many events at once',
] as const;
export type LeaveReason = (typeof leaveReasons)[number];

export type Decision =
  | { readonly kind: 'identical' }
  | { readonly kind: 'send'; readonly why: 'not stored' | 'events missing' }
  | { readonly kind: 'rebuild' }
  | { readonly kind: 'leave'; readonly reason: LeaveReason };

/** What a replay is to do where it may choose. */
export type ReplayManner = {
  /** Fold profiles that are stored anew. */
  readonly rebuild: boolean;
  /** Whether all of the archive was read, and not some days. */
  readonly isWholeArchive: boolean;
  readonly nowMs: number;
};

/** Most ids that a profile takes in at once: 160 KB, of the 400 that an item can have. */
export const mostNewIds = 20_000;

const leave = (reason: LeaveReason): Decision => ({ kind: 'leave', reason });

/** Whether the profile is what the archive gives: its state byte for byte, and its traits and accounts. */
export function isIdentical({ folded }: ArchivedCustomer, { owner, traits }: StoredCustomer): boolean {
  if (owner === null || Buffer.compare(encodeState(folded.state), owner.state) !== 0) return false;
  const shown = (told: Pick<StoredTraits, 'traits' | 'accounts'>) => JSON.stringify([told.traits, told.accounts]);
  return shown(folded.told) === shown(traits);
}

/** What can be said without knowing which events the profile remembers; null if that is needed. */
export function decideAtOnce(
  archived: ArchivedCustomer,
  stored: StoredCustomer,
  { rebuild, isWholeArchive, nowMs }: ReplayManner,
): Decision | null {
  const { owner, visitors } = stored;
  if (owner === null && visitors.length === 0) return { kind: 'send', why: 'not stored' };
  // A visitor who became part of a user since the archive was read: its events are the user's now.
  if (owner !== null && owner.joined !== null) return leave('under way');
  // Whose visitors they are was looked up before: one that came, or went to another, since then has its events elsewhere.
  const isSettled = ({ joined }: ProfileRecord) => joined?.absorbed === true && joined.into === stored.customerId;
  if (!visitors.every(isSettled)) return leave('under way');
  if (isWholeArchive && isIdentical(archived, stored)) return { kind: 'identical' };
  if (owner === null && !rebuild) return leave('partly lost');
  // Rebuilding makes all of them part of the user; so many no user may have, and live messages sort out which.
  const isCrowd = archived.visitors.size > Math.max(visitors.length, maximumVisitors);
  if (rebuild && isCrowd) return leave('too many events at once');
  const isDue = owner?.clock === 'live' && owner.wakeAtMs !== null && owner.wakeAtMs <= nowMs;
  return rebuild && isDue ? leave('under way') : null;
}

function countedOf({ owner, visitors }: StoredCustomer): number {
  return [...visitors, ...(owner === null ? [] : [owner])].reduce(
    (sum, record) => sum + decodeState(record.state).events,
    0,
  );
}

/** Whether something was told of the customer by an event that the archive lacks: it may not be counted yet either. */
function toldMore({ folded }: ArchivedCustomer, { customerId, traits }: StoredCustomer): boolean {
  // Of an account nobody knows whose event it was.
  if (subjectOf(customerId) === 'account') return false;
  return Object.values(traits.traits).some(({ eventId }) => !folded.ids.has(eventIdHash(eventId)));
}

/** Whether the customer has counted what a visitor did that is not stored any more, and whose ids are gone with it. */
function hasLostVisitor({ visitors }: ArchivedCustomer, stored: StoredCustomer, recall: Recall): boolean {
  const known = new Set(stored.visitors.map(({ customerId }) => customerId));
  return [...visitors].some((visitor) => !known.has(visitor) && recall.hasTaken(visitor));
}

/**
 * What is to be done about a customer whose profile is not what the archive gives. `unknown` is how many of its
 * archived events it does not remember. Sending is right where whatever was counted is remembered. Rebuilding is right
 * where the archive holds whatever was counted: all ids that are remembered are in it, and it holds no fewer events.
 */
export function decideByMemory(
  archived: ArchivedCustomer,
  stored: StoredCustomer,
  recall: Recall,
  unknown: number,
  { rebuild, isWholeArchive }: ReplayManner,
): Decision {
  const isBehind = () => archived.events < countedOf(stored) || !recall.isWithin(archived.folded.ids);
  if (rebuild) {
    if (isBehind()) return leave('archive incomplete');
    return unknown > mostNewIds ? leave('too many events at once') : { kind: 'rebuild' };
  }
  if (hasLostVisitor(archived, stored, recall)) return leave('partly lost');
  if (!recall.isWhole && !archived.isRecent) return leave('counted too long ago');
  if (unknown > 0) return { kind: 'send', why: 'events missing' };
  if (!isWholeArchive) return { kind: 'identical' };
  if (isBehind() || toldMore(archived, stored)) return leave('archive incomplete');
  return leave(archived.copiesDiffer ? 'copies differ' : 'folds otherwise');
}
