import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { ClockMode } from '#contracts/clock-mode.ts';
import type { EventIdPage, ProfileRecord } from '#contracts/profile-record.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import { eventIdHash, eventIdsPerPage, packEventIds, recentEventIdsKept, unpackEventIds } from './event-ids.ts';
import { foldEvent } from './fold-event.ts';
import { judgeProfile, type Occasion } from './judge-profile.ts';
import { emptyProfileState } from './profile-state.ts';
import { decodeState, encodeState } from './state-layout.ts';

/** Everything that deciding about one customer takes. */
export type AdvanceInput = {
  readonly tenant: string;
  readonly customerId: string;
  /** What is stored, or null for a customer never seen. */
  readonly record: ProfileRecord | null;
  /** Hashes of the events in the profile's pages. */
  readonly pagedEventIds: ReadonlySet<string>;
  readonly events: readonly CanonicalEvent[];
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
  /** Pages to write before the record. */
  readonly pages: readonly EventIdPage[];
  readonly applied: number;
  readonly duplicates: number;
};

/** Splits the events into those that count and a number of repetitions, by id, also among themselves. */
function sortOutDuplicates(input: AdvanceInput, recent: readonly string[]) {
  const seen = new Set(recent);
  const fresh: CanonicalEvent[] = [];
  const freshIds: string[] = [];
  for (const event of input.events) {
    const id = eventIdHash(event.id);
    if (seen.has(id) || input.pagedEventIds.has(id)) continue;
    seen.add(id);
    fresh.push(event);
    freshIds.push(id);
  }
  return { fresh, freshIds };
}

/**
 * Moves the oldest ids of what was read into pages until the new ones fit. Only ids that are already applied may leave:
 * a page is written before the item, so an id of this very write in it would be taken for applied if the write failed.
 */
function makeRoom(input: AdvanceInput, recent: readonly string[], arriving: number) {
  const pages: EventIdPage[] = [];
  let index = input.record?.pageCount ?? 0;
  let from = 0;
  while (recent.length - from + arriving > recentEventIdsKept && recent.length - from >= eventIdsPerPage) {
    const eventIds = packEventIds(recent.slice(from, from + eventIdsPerPage));
    pages.push({ tenant: input.tenant, customerId: input.customerId, index, eventIds });
    index += 1;
    from += eventIdsPerPage;
  }
  return { pages, pageCount: index, kept: recent.slice(from) };
}

/** Under which time the profile is judged: history keeps its own, but once a customer is live the running clock counts. */
function judgingTime(input: AdvanceInput): { clock: 'live' | 'replay'; nowMs: number } {
  const judgedMs = input.record?.judgedMs ?? 0;
  const isHistory = input.clock.mode === 'replay' && input.clock.asOfMs !== null && input.record?.clock !== 'live';
  if (isHistory && input.clock.mode === 'replay' && input.clock.asOfMs !== null) {
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

function occasionOf(input: AdvanceInput, version: number, nowMs: number, fresh: readonly CanonicalEvent[]): Occasion {
  const last = fresh.at(-1);
  return {
    tenant: input.tenant,
    customerId: input.customerId,
    profileVersion: version,
    nowMs,
    mode: input.clock.mode,
    correlationId: (last === undefined ? undefined : input.correlationIds.get(last.id)) ?? input.correlationId,
    causationId: last?.id ?? `wake/${version}`,
    cause: last === undefined ? { kind: 'time' } : { kind: 'event', eventId: last.id, eventName: last.name },
  };
}

/**
 * Decides what becomes of one customer: drops the events already counted, folds the others, scores, judges every segment,
 * and returns the one record that holds it all, transitions included. Without events it looks again at the present
 * moment. Returns no record where nothing would change, so that a repetition costs no write.
 */
export function advanceProfile(definitions: RetentionDefinitions, input: AdvanceInput): AdvanceResult {
  const recent = input.record === null ? [] : unpackEventIds(input.record.recentEventIds);
  const { fresh, freshIds } = sortOutDuplicates(input, recent);
  const duplicates = input.events.length - fresh.length;
  const isWake = input.events.length === 0;
  if (fresh.length === 0 && (input.record === null || !isWake)) {
    return { record: null, pages: [], applied: 0, duplicates };
  }
  const version = (input.record?.version ?? 0) + 1;
  const { clock, nowMs } = judgingTime(input);
  let state = input.record === null ? emptyProfileState : decodeState(input.record.state);
  for (const event of fresh) state = foldEvent(definitions.plan, state, event);
  const before = {
    memberships: input.record?.memberships ?? {},
    riskBand: input.record?.riskBand ?? ('unknown' as const),
  };
  const verdict = judgeProfile(definitions, state, before, occasionOf(input, version, nowMs, fresh));
  const room = makeRoom(input, recent, freshIds.length);
  const storedWakeMs = input.record?.wakeAtMs ?? null;
  const wakeAtMs = clock === 'replay' ? null : wakeTime(storedWakeMs, verdict.nextChangeMs, nowMs);
  if (isWake && verdict.transitions.length === 0 && wakeAtMs === storedWakeMs) {
    return { record: null, pages: [], applied: 0, duplicates: 0 };
  }
  const record: ProfileRecord = {
    tenant: input.tenant,
    customerId: input.customerId,
    version,
    state: encodeState(state),
    recentEventIds: packEventIds([...room.kept, ...freshIds]),
    pageCount: room.pageCount,
    memberships: verdict.memberships,
    riskBand: verdict.risk.band,
    judgedMs: nowMs,
    clock,
    wakeAtMs,
    outbox: verdict.transitions,
  };
  return { record, pages: room.pages, applied: fresh.length, duplicates };
}
