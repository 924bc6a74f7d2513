import type { Change } from '#contracts/announcement.ts';
import type { Population } from '#contracts/population.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import { isoTime } from '#contracts/time.ts';
import type { Cause, Transition } from '#contracts/transition.ts';
import { migrationSentence } from '#domain/migrations/migration.ts';
import { migrationsOf } from '#domain/migrations/migrations-of.ts';
import { revenueOf } from '#domain/migrations/revenue-of.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import { starterRisk } from '#domain/scoring/starter-risk.ts';
import { subjectOf } from './customer-of.ts';
import {
  type ChangeMoment,
  type Reason,
  type RiskChange,
  reasonOfJoin,
  reasonOfRisk,
  reasonOfStay,
  type StayChange,
} from './reason-of-change.ts';
import { decodeState } from './state-layout.ts';

/** What of a write's changes is told to others; that somebody was held back is only counted. */
type ToldChange = RiskChange | StayChange;

function isTold(change: Change): change is ToldChange {
  return change.kind !== 'held back';
}

/** What made a change happen: the write's own cause, or the definition that is new, or off. */
function causeOf(change: ToldChange, cause: Cause): Cause {
  return change.kind === 'risk' || change.takenIn === null ? cause : { kind: 'definition' };
}

function causationIdOf(change: ToldChange, cause: Cause, version: number): string {
  if (change.kind !== 'risk' && cause.kind === 'definition') {
    return `definition/${change.segment}/${change.segmentVersion}`;
  }
  if (cause.kind === 'event') return cause.eventId;
  if (cause.kind === 'relation') return `told/${cause.customerId}/${cause.profileVersion}`;
  return cause.kind === 'join' ? `join/${cause.customerId}` : `wake/${version}`;
}

function isSilent(change: ToldChange): boolean {
  return change.kind !== 'risk' && change.takenIn === 'silently';
}

function momentOf(
  definitions: RetentionDefinitions,
  { state: bytes, judgedMs, relations }: ProfileRecord,
  population: Population | null,
): ChangeMoment {
  const state = decodeState(bytes);
  const risk = starterRisk(definitions.risk, state, judgedMs);
  return { definitions, risk, subject: { state, relations, population, nowMs: judgedMs } };
}

/**
 * The transitions that a stored profile announces: its compact outbox made whole with the names, times and reasons that the
 * same item holds. The same record always gives the same ids. Reasons come from the rules declared now; where the write was
 * judged by a version of a segment that is not declared here, its reason says so. Of a profile that has become part of another,
 * that is the only reason. `population` is the snapshot that was effective when it was judged. Throws on a state that cannot be
 * read.
 */
export function transitionsOf(
  definitions: RetentionDefinitions,
  record: ProfileRecord,
  population: Population | null,
): Transition[] {
  const { outbox, tenant, customerId, version, judgedMs } = record;
  if (outbox === null) return [];
  const { correlationId, mode } = outbox;
  const told = outbox.changes.filter(isTold);
  if (told.length === 0) return [];
  const moment = momentOf(definitions, record, population);
  const envelope = (what: string, change: ToldChange, reason: Reason) => {
    const cause = causeOf(change, outbox.cause);
    return {
      id: `${tenant}/${customerId}/${version}/${what}`,
      schemaVersion: 1 as const,
      tenant,
      customerId,
      profileVersion: version,
      occurredAt: isoTime(judgedMs),
      correlationId,
      causationId: causationIdOf(change, cause, version),
      mode: isSilent(change) ? ('replay' as const) : mode,
      why: { ...reason, cause },
    };
  };
  const joined = record.joined !== null && outbox.cause.kind === 'join' ? reasonOfJoin(record.joined.into) : null;
  const stays = told.map((change): Transition => {
    if (change.kind === 'risk') {
      const { from, to, score } = change;
      const reason = joined ?? reasonOfRisk(change, moment.risk);
      return { ...envelope('risk', change, reason), type: 'Churn Risk Changed', from, to, score };
    }
    return {
      ...envelope(`segment/${change.segment}`, change, joined ?? reasonOfStay(moment, change)),
      type: change.kind === 'entered' ? 'Segment Entered' : 'Segment Exited',
      segment: change.segment,
      segmentVersion: change.segmentVersion,
    };
  });
  const migrations = migrationsOf(definitions.migrations, record).map(({ migration, change }): Transition => {
    const reason = { ...reasonOfStay(moment, change), rule: migrationSentence(migration) };
    const revenueMinor = revenueOf(definitions, subjectOf(customerId), moment.subject);
    const migrated = envelope(`migration/${migration.name}`, change, reason);
    return { ...migrated, type: 'Customer Migrated', migration: migration.name, revenueMinor };
  });
  return [...stays, ...migrations];
}

/** How many times this write held somebody back, by what. */
export function heldBackIn({ outbox }: Pick<ProfileRecord, 'outbox'>): Extract<Change, { kind: 'held back' }>[] {
  return (outbox?.changes ?? []).filter((change) => change.kind === 'held back');
}
