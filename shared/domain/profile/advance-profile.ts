import type { Announcement } from '#contracts/announcement.ts';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { ClockMode } from '#contracts/clock-mode.ts';
import type { Population } from '#contracts/population.ts';
import type { EventIdPage, ProfileRecord } from '#contracts/profile-record.ts';
import { noRelations, type Relations } from '#contracts/relations.ts';
import type { Cause } from '#contracts/transition.ts';
import { earlier } from '#domain/features/earlier.ts';
import type { Folding } from '#domain/features/folding.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import { beforeOf } from './before-of.ts';
import { subjectOf } from './customer-of.ts';
import { asWritten } from './event-id-filter.ts';
import { countedIdHash, joinIdHash, packEventIds } from './event-ids.ts';
import { foldEvent } from './fold-event.ts';
import { isAsStored } from './is-as-stored.ts';
import { judgeProfile } from './judge-profile.ts';
import { judgingTime } from './judging-time.ts';
import { knownIds, type PageLookup } from './known-ids.ts';
import { makeRoom } from './make-room.ts';
import { mergeStates } from './merge-states.ts';
import { newerCodeLooksAgainMs } from './newer-code-looks-again.ts';
import { emptyProfileState, type ProfileState } from './profile-state.ts';
import { decodeState, encodeState } from './state-layout.ts';
import { wakeTime } from './wake-time.ts';

/** The state of a frozen anonymous profile, to be taken in. */
export type AbsorbedProfile = Pick<ProfileRecord, 'customerId' | 'state' | 'clock'>;

/** Everything that deciding about one customer takes. */
export type AdvanceInput = {
  readonly tenant: string;
  readonly customerId: string;
  /** What is stored, or null for a customer never seen. */
  readonly record: ProfileRecord | null;
  /** What the pages say; null if nobody looked, which is right only if nothing is in doubt (`idsInDoubt`). */
  readonly pages: PageLookup | null;
  readonly events: readonly CanonicalEvent[];
  readonly absorbed: readonly AbsorbedProfile[];
  /** What another profile has told: what is known of others from now on. Null where none has. */
  readonly told: { readonly relations: Relations; readonly cause: Cause } | null;
  /** The snapshot that is effective at the time under which it will be judged (`judgingTime`); null where there is none. */
  readonly population: Population | null;
  readonly clock: ClockMode;
  /** The running clock, in milliseconds. */
  readonly nowMs: number;
  /** The request that the events came with, or the wake-up. */
  readonly correlationId: string;
  /** The request that an event came with, by event id, where that is another. */
  readonly correlationIds: ReadonlyMap<string, string>;
};

export type AdvanceResult = {
  /** The record to put, or null when there is nothing to write. */
  readonly record: ProfileRecord | null;
  /** The page to write before the record, if any. */
  readonly page: EventIdPage | null;
  readonly applied: number;
  readonly duplicates: number;
};

/** Something that counts once: an event, or a whole profile that is taken in. */
type Arrival = { readonly idHash: string } & (
  | { readonly kind: 'event'; readonly event: CanonicalEvent }
  | { readonly kind: 'join'; readonly absorbed: AbsorbedProfile }
);

/** Joins come last: what they bring, and not the event that told of them, is the cause of what changes. */
function arrivalsOf({ customerId, events, absorbed }: Pick<AdvanceInput, 'customerId' | 'events' | 'absorbed'>) {
  const arrivals: Arrival[] = events.map((event) => {
    return { kind: 'event', idHash: countedIdHash(customerId, event), event };
  });
  for (const one of absorbed) arrivals.push({ kind: 'join', idHash: joinIdHash(one.customerId), absorbed: one });
  return arrivals;
}

/** The ids that came and that only the pages of the profile can tell about: look there if there are any. */
export function idsInDoubt({
  record,
  events,
  absorbed,
}: Pick<AdvanceInput, 'record' | 'events' | 'absorbed'>): string[] {
  if (record === null || record.pagedIds.kind === 'none') return [];
  const arrivals = arrivalsOf({ customerId: record.customerId, events, absorbed });
  return knownIds(record, null).inDoubt(arrivals.map((arrival) => arrival.idHash));
}

/** Sorts out what counts already, also among the arrivals themselves. */
function freshArrivals(input: AdvanceInput, recent: readonly Arrival[]): Arrival[] {
  const known = knownIds(input.record, input.pages);
  const seen = new Set<string>();
  const fresh: Arrival[] = [];
  for (const arrival of recent) {
    if (seen.has(arrival.idHash) || known.has(arrival.idHash)) continue;
    seen.add(arrival.idHash);
    fresh.push(arrival);
  }
  return fresh;
}

function foldAll(folding: Folding, before: ProfileState, fresh: readonly Arrival[]): ProfileState {
  let state = before;
  for (const arrival of fresh) {
    state =
      arrival.kind === 'event'
        ? foldEvent(folding, state, arrival.event)
        : mergeStates(folding, state, decodeState(arrival.absorbed.state));
  }
  return state;
}

function causeOf({ told }: AdvanceInput, last: Arrival | undefined): Cause {
  if (last === undefined) return told === null ? { kind: 'time' } : told.cause;
  if (last.kind === 'join') return { kind: 'join', customerId: last.absorbed.customerId };
  return { kind: 'event', eventId: last.event.id, eventName: last.event.name };
}

function announcementOf(
  input: AdvanceInput,
  fresh: readonly Arrival[],
  changes: Announcement['changes'],
): Announcement | null {
  if (changes.length === 0) return null;
  const cause = causeOf(input, fresh.at(-1));
  const ownId = cause.kind === 'event' ? input.correlationIds.get(cause.eventId) : undefined;
  return { mode: input.clock.mode, correlationId: ownId ?? input.correlationId, cause, changes };
}

/**
 * Decides what becomes of one customer: drops what counts already, folds the rest, scores, judges every segment, and
 * returns the one record that holds it all, what is to be announced included. Without arrivals it looks again at the
 * present moment. Returns no record where nothing would change, so that a repetition costs no write.
 */
export function advanceProfile(definitions: RetentionDefinitions, input: AdvanceInput): AdvanceResult {
  const { tenant, customerId, population, told } = input;
  const arrivals = arrivalsOf(input);
  const fresh = freshArrivals(input, arrivals);
  const applied = fresh.filter((arrival) => arrival.kind === 'event').length;
  const duplicates = input.events.length - applied;
  const nothing = { record: null, page: null, applied: 0, duplicates };
  const isWake = arrivals.length === 0 && told === null;
  if (fresh.length === 0 && told === null && (input.record === null || !isWake)) return nothing;
  const record = input.record;
  const version = (record?.version ?? 0) + 1;
  const { clock, nowMs } = judgingTime(input);
  const subject = subjectOf(customerId);
  const before = beforeOf(record);
  const state = foldAll(definitions.folding[subject], before?.state ?? emptyProfileState, fresh);
  const relations = told?.relations ?? record?.relations ?? noRelations;
  const judged = { subject, state, relations, population };
  const verdict = judgeProfile(definitions, judged, before, {
    profileVersion: version,
    nowMs,
    isHistory: clock === 'replay',
  });
  const storedWakeMs = record?.wakeAtMs ?? null;
  const ownWakeMs = clock === 'replay' ? null : wakeTime(definitions, { judged, verdict, nowMs, storedWakeMs });
  const wakeAtMs = clock === 'replay' ? null : earlier(ownWakeMs, newerCodeLooksAgainMs(definitions, before, nowMs));
  if (isWake && record !== null && isAsStored(verdict, record) && wakeAtMs === storedWakeMs) return nothing;
  const freshIds = packEventIds(fresh.map((arrival) => arrival.idHash));
  const isFromHistory = input.clock.mode === 'replay' && fresh.length > 0;
  const next: ProfileRecord = {
    tenant,
    customerId,
    version,
    state: encodeState(state),
    recentEventIds: joinBytes(record?.recentEventIds ?? new Uint8Array(), freshIds),
    recentFromHistory: isFromHistory || (record?.recentFromHistory ?? false),
    pagedIds: record === null ? { kind: 'none' } : asWritten(record.pagedIds),
    memberships: verdict.memberships,
    judged: verdict.judged,
    relations,
    riskBand: verdict.risk.band,
    judgedMs: nowMs,
    clock,
    wakeAtMs,
    joined: null,
    outbox: announcementOf(input, fresh, [...verdict.changes]),
  };
  return { ...makeRoom(record, next, input.pages, { nowMs: input.nowMs, isFromHistory }), applied, duplicates };
}

function joinBytes(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
