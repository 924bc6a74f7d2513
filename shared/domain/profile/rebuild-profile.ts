import type { Population } from '#contracts/population.ts';
import type { EventIdPage, ProfileRecord } from '#contracts/profile-record.ts';
import { noRelations } from '#contracts/relations.ts';
import type { Cause } from '#contracts/transition.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import { beforeOf } from './before-of.ts';
import { subjectOf } from './customer-of.ts';
import { asWritten } from './event-id-filter.ts';
import { packEventIds, unpackEventIds } from './event-ids.ts';
import { judgeProfile } from './judge-profile.ts';
import type { judgingTime } from './judging-time.ts';
import { makeRoom } from './make-room.ts';
import type { ProfileState } from './profile-state.ts';
import { encodeState } from './state-layout.ts';

/** What rebuilding a profile from the archive takes. */
export type RebuildInput = {
  readonly tenant: string;
  readonly customerId: string;
  /** What is stored; null where the profile was lost. */
  readonly record: ProfileRecord | null;
  /** All that the archive has of the customer, folded. */
  readonly state: ProfileState;
  /** Ids of events in that state that the profile does not remember, and that could still come. */
  readonly newIds: readonly string[];
  /** The latest "now" of the history that it is made of; null if anything in it is live. */
  readonly asOfMs: number | null;
  /** The event that happened last, for whoever asks why something changed. */
  readonly cause: Cause;
  /** The running clock, in milliseconds. */
  readonly nowMs: number;
  /** The snapshot that is effective at the time under which it is judged (`rebuildingTime`); null where there is none. */
  readonly population: Population | null;
  readonly correlationId: string;
};

/** Under which time a rebuilt profile is judged. */
export function rebuildingTime({
  record,
  asOfMs,
  nowMs,
}: Pick<RebuildInput, 'record' | 'asOfMs' | 'nowMs'>): ReturnType<typeof judgingTime> {
  const isHistory = record === null ? asOfMs !== null : record.clock === 'replay';
  const judgedMs = Math.max(record?.judgedMs ?? 0, isHistory ? (asOfMs ?? 0) : nowMs);
  return { clock: isHistory ? 'replay' : 'live', nowMs: judgedMs };
}

/**
 * The profile with the state that its archived events give, under the next version: whoever has read the one before is
 * refused, as with any other write. It remembers all ids that it remembered, and those of events that it counts now for
 * the first time, so that these count once when their message comes. Stays go on where the rule holds as before; what
 * changes is told as history, which nobody acts on. The folded state has seen every event, so every cell is complete: what could
 * not be judged before is taken in now.
 */
export function rebuildProfile(
  definitions: RetentionDefinitions,
  input: RebuildInput,
): { readonly record: ProfileRecord; readonly page: EventIdPage | null } {
  const { tenant, customerId, record, state, newIds, population, cause, nowMs, correlationId } = input;
  const version = (record?.version ?? 0) + 1;
  const { clock, nowMs: judgedMs } = rebuildingTime(input);
  const relations = record?.relations ?? noRelations;
  const judged = { subject: subjectOf(customerId), state, relations, population };
  const verdict = judgeProfile(definitions, judged, beforeOf(record), {
    profileVersion: version,
    nowMs: judgedMs,
    isHistory: clock === 'replay',
  });
  const known = record === null ? [] : unpackEventIds(record.recentEventIds);
  const next: ProfileRecord = {
    tenant,
    customerId,
    version,
    state: encodeState(state),
    recentEventIds: packEventIds([...known, ...newIds]),
    recentFromHistory: newIds.length > 0 || (record?.recentFromHistory ?? false),
    pagedIds: record === null ? { kind: 'none' } : asWritten(record.pagedIds),
    memberships: verdict.memberships,
    judged: verdict.judged,
    relations,
    riskBand: verdict.risk.band,
    judgedMs,
    clock,
    wakeAtMs: clock === 'replay' ? null : verdict.nextChangeMs,
    joined: null,
    outbox:
      verdict.changes.length === 0 ? null : { mode: 'replay', correlationId, cause, changes: [...verdict.changes] },
  };
  return makeRoom(record, next, null, { nowMs, isFromHistory: newIds.length > 0 });
}
