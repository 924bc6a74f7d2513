import type { Change } from '#contracts/announcement.ts';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { anonymousPrefix, userIdSchema } from '#contracts/identifier.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import { noRelations } from '#contracts/relations.ts';
import { noNumbers } from '#domain/segments/number-set.ts';
import { asWritten } from './event-id-filter.ts';
import { emptyProfileState } from './profile-state.ts';
import { encodeState } from './state-layout.ts';
import { isUsableId, isUsableUserId } from './usable-id.ts';

/** The other id that an alias calls the same person, or null. */
function previousIdOf(event: CanonicalEvent): string | null {
  const previous = userIdSchema.safeParse(event.properties['previousId']);
  return previous.success ? previous.data : null;
}

/** The anonymous id that an event says is this user, or null. An id that can mean nobody in particular gets and gives nothing. */
function joinedBy(event: CanonicalEvent): string | null {
  if (event.userId === null || !isUsableUserId(event.userId)) return null;
  if (event.type !== 'identify' && event.type !== 'alias') return null;
  const anonymousId = event.type === 'identify' ? event.anonymousId : previousIdOf(event);
  return anonymousId !== null && isUsableId(anonymousId) ? anonymousId : null;
}

/** That a visitor is the user of these events, and when the first of them happened that says so. */
export type VisitorClaim = { readonly visitor: string; readonly sinceMs: number };

/**
 * The anonymous customers that these events of a user join into it: by an identify that carries both ids, or an alias. Only
 * anonymous profiles are joined, and only into users, so that no chain and no circle can come about.
 */
export function visitorsClaimedBy(events: readonly CanonicalEvent[]): VisitorClaim[] {
  const claims = new Map<string, VisitorClaim>();
  for (const event of events) {
    const anonymousId = joinedBy(event);
    if (anonymousId === null) continue;
    const visitor = `${anonymousPrefix}${anonymousId}`;
    claims.set(visitor, { visitor, sinceMs: Math.min(event.timeMs, claims.get(visitor)?.sinceMs ?? event.timeMs) });
  }
  return [...claims.values()];
}

/** The same, the customers alone. */
export function anonymousCustomersOf(events: readonly CanonicalEvent[]): string[] {
  return visitorsClaimedBy(events).map((claim) => claim.visitor);
}

/** The users that these events of a user call the same person: if they are known, they are not joined, only reported. */
export function usersClaimedBy(events: readonly CanonicalEvent[]): VisitorClaim[] {
  const claims = new Map<string, VisitorClaim>();
  for (const event of events) {
    const previousId = event.type === 'alias' ? joinedBy(event) : null;
    if (previousId === null || previousId === event.userId || !isUsableUserId(previousId)) continue;
    const sinceMs = Math.min(event.timeMs, claims.get(previousId)?.sinceMs ?? event.timeMs);
    claims.set(previousId, { visitor: previousId, sinceMs });
  }
  return [...claims.values()];
}

/** What freezing an anonymous profile is told. */
export type FreezeInput = {
  readonly tenant: string;
  readonly customerId: string;
  /** What is stored, or null where the anonymous visitor has not been seen yet. */
  readonly record: ProfileRecord | null;
  readonly into: string;
  readonly mode: 'live' | 'replay';
  /** The "now" of what joins them: the running clock, or that of the history. */
  readonly nowMs: number;
  readonly correlationId: string;
};

/** What there is to tell of a profile that is no customer of its own any more: it leaves its risk band and its segments. */
function farewell(record: ProfileRecord | null): Change[] {
  if (record === null) return [];
  const exits = Object.entries(record.memberships).map(([segment, membership]): Change => {
    return { kind: 'exited', segment, segmentVersion: membership.version, takenIn: null, leaf: null };
  });
  if (record.riskBand === 'unknown') return exits;
  return [{ kind: 'risk', from: record.riskBand, to: 'unknown', score: null }, ...exits];
}

/**
 * The anonymous profile as it is stored once it is part of a user's: it keeps its state until that is taken in, and its
 * event ids for good; it leaves all segments, is never woken, and takes no events. Where nothing was stored, it is made, so
 * that events that come later find their way.
 */
export function freezeProfile(input: FreezeInput): ProfileRecord {
  const { tenant, customerId, record, into, mode, nowMs, correlationId } = input;
  const state = record === null ? encodeState(emptyProfileState) : record.state;
  const changes = farewell(record);
  return {
    tenant,
    customerId,
    version: (record?.version ?? 0) + 1,
    state,
    recentEventIds: record?.recentEventIds ?? new Uint8Array(),
    recentFromHistory: record?.recentFromHistory ?? false,
    pagedIds: record === null ? { kind: 'none' } : asWritten(record.pagedIds),
    memberships: {},
    judged: noNumbers,
    relations: noRelations,
    riskBand: 'unknown',
    judgedMs: Math.max(record?.judgedMs ?? 0, nowMs),
    clock: record?.clock ?? 'live',
    wakeAtMs: null,
    // Also where there is nothing to take in: it still has to be noted whose it is.
    joined: { into, absorbed: false },
    outbox: changes.length === 0 ? null : { mode, correlationId, cause: { kind: 'join', customerId: into }, changes },
  };
}

/** The frozen profile once its state has been taken in: emptied, its event ids kept. */
export function absorbedProfile(frozen: ProfileRecord): ProfileRecord {
  if (frozen.joined === null) throw new Error(`Cannot empty the profile of ${frozen.customerId}: it is not joined`);
  return {
    ...frozen,
    version: frozen.version + 1,
    state: encodeState(emptyProfileState),
    joined: { ...frozen.joined, absorbed: true },
    outbox: null,
  };
}
