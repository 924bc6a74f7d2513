import type { Announcement } from '#contracts/announcement.ts';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { ClockMode } from '#contracts/clock-mode.ts';
import type { EventIdPage, ProfileRecord } from '#contracts/profile-record.ts';
import type { Cause } from '#contracts/transition.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import { asWritten } from './event-id-filter.ts';
import { eventIdHash, joinIdHash, packEventIds } from './event-ids.ts';
import { foldEvent } from './fold-event.ts';
import { judgeProfile } from './judge-profile.ts';
import { knownIds, type PageLookup } from './known-ids.ts';
import { makeRoom } from './make-room.ts';
import { mergeStates } from './merge-states.ts';
import { emptyProfileState, type ProfileState } from './profile-state.ts';
import { decodeState, encodeState } from './state-layout.ts';

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
function arrivalsOf({ events, absorbed }: Pick<AdvanceInput, 'events' | 'absorbed'>): Arrival[] {
  return [
    ...events.map((event) => ({ kind: 'event' as const, idHash: eventIdHash(event.id), event })),
    ...absorbed.map((one) => ({ kind: 'join' as const, idHash: joinIdHash(one.customerId), absorbed: one })),
  ];
}

/** The ids that came and that only the pages of the profile can tell about: look there if there are any. */
export function idsInDoubt(input: Pick<AdvanceInput, 'record' | 'events' | 'absorbed'>): string[] {
  if (input.record === null || input.record.pagedIds.kind === 'none') return [];
  return knownIds(input.record, null).inDoubt(arrivalsOf(input).map((arrival) => arrival.idHash));
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

/** Under which time the profile is judged: history keeps its own, but once a customer is live the running clock counts. */
function judgingTime(input: AdvanceInput): { clock: 'live' | 'replay'; nowMs: number } {
  const judgedMs = input.record?.judgedMs ?? 0;
  const isLive = [input.record, ...input.absorbed].some((one) => one?.clock === 'live');
  if (!isLive && input.clock.mode === 'replay' && input.clock.asOfMs !== null) {
    return { clock: 'replay', nowMs: Math.max(judgedMs, input.clock.asOfMs) };
  }
  return { clock: 'live', nowMs: Math.max(judgedMs, input.nowMs) };
}

/**
 * The wake-up time to store: a lower bound, moved only when the next change comes earlier or the stored time is past, so
 * that ordinary events leave the index alone.
 */
function wakeTime(storedMs: number | null, nextChangeMs: number | null, nowMs: number): number | null {
  if (storedMs !== null && storedMs > nowMs && (nextChangeMs === null || storedMs <= nextChangeMs)) return storedMs;
  return nextChangeMs;
}

function foldAll(definitions: RetentionDefinitions, input: AdvanceInput, fresh: readonly Arrival[]): ProfileState {
  let state = input.record === null ? emptyProfileState : decodeState(input.record.state);
  for (const arrival of fresh) {
    state =
      arrival.kind === 'event'
        ? foldEvent(definitions.plan, state, arrival.event)
        : mergeStates(state, decodeState(arrival.absorbed.state));
  }
  return state;
}

function causeOf(last: Arrival | undefined): Cause {
  if (last === undefined) return { kind: 'time' };
  if (last.kind === 'join') return { kind: 'join', customerId: last.absorbed.customerId };
  return { kind: 'event', eventId: last.event.id, eventName: last.event.name };
}

function announcementOf(
  input: AdvanceInput,
  fresh: readonly Arrival[],
  changes: Announcement['changes'],
): Announcement | null {
  if (changes.length === 0) return null;
  const cause = causeOf(fresh.at(-1));
  const ownId = cause.kind === 'event' ? input.correlationIds.get(cause.eventId) : undefined;
  return { mode: input.clock.mode, correlationId: ownId ?? input.correlationId, cause, changes };
}

/**
 * Decides what becomes of one customer: drops what counts already, folds the rest, scores, judges every segment, and
 * returns the one record that holds it all, what is to be announced included. Without arrivals it looks again at the
 * present moment. Returns no record where nothing would change, so that a repetition costs no write.
 */
export function advanceProfile(definitions: RetentionDefinitions, input: AdvanceInput): AdvanceResult {
  const { tenant, customerId } = input;
  const arrivals = arrivalsOf(input);
  const fresh = freshArrivals(input, arrivals);
  const applied = fresh.filter((arrival) => arrival.kind === 'event').length;
  const duplicates = input.events.length - applied;
  const nothing = { record: null, page: null, applied: 0, duplicates };
  const isWake = arrivals.length === 0;
  if (fresh.length === 0 && (input.record === null || !isWake)) return nothing;
  const before = input.record;
  const version = (before?.version ?? 0) + 1;
  const { clock, nowMs } = judgingTime(input);
  const state = foldAll(definitions, input, fresh);
  const held = { memberships: before?.memberships ?? {}, riskBand: before?.riskBand ?? ('unknown' as const) };
  const verdict = judgeProfile(definitions, state, held, { profileVersion: version, nowMs });
  const storedWakeMs = before?.wakeAtMs ?? null;
  const wakeAtMs = clock === 'replay' ? null : wakeTime(storedWakeMs, verdict.nextChangeMs, nowMs);
  if (isWake && verdict.changes.length === 0 && wakeAtMs === storedWakeMs) return nothing;
  const freshIds = packEventIds(fresh.map((arrival) => arrival.idHash));
  const isFromHistory = input.clock.mode === 'replay' && fresh.length > 0;
  const next: ProfileRecord = {
    tenant,
    customerId,
    version,
    state: encodeState(state),
    recentEventIds: joinBytes(before?.recentEventIds ?? new Uint8Array(), freshIds),
    recentFromHistory: isFromHistory || (before?.recentFromHistory ?? false),
    pagedIds: before === null ? { kind: 'none' } : asWritten(before.pagedIds),
    memberships: verdict.memberships,
    riskBand: verdict.risk.band,
    judgedMs: nowMs,
    clock,
    wakeAtMs,
    joined: null,
    outbox: announcementOf(input, fresh, [...verdict.changes]),
  };
  return { ...makeRoom(before, next, input.pages, { nowMs: input.nowMs, isFromHistory }), applied, duplicates };
}

function joinBytes(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
