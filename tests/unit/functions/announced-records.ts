import type { Change } from '#contracts/announcement.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import { noRelations } from '#contracts/relations.ts';
import { emptyProfileState } from '#domain/profile/profile-state.ts';
import { encodeState } from '#domain/profile/state-layout.ts';
import { noNumbers } from '#domain/segments/number-set.ts';
import type { AnnouncedWrite } from '#functions/announce/handler.ts';
import { nowMs, tenant } from './example-events.ts';

/** A customer without any events, as the write of a version announces that these segments were entered. */
export function announcedRecord(customerId: string, version: number, segments: readonly string[]): ProfileRecord {
  const changes = segments.map(
    (segment): Change => ({
      kind: 'entered',
      segment,
      segmentVersion: 1,
      takenIn: null,
      leaf: null,
    }),
  );
  const cause = { kind: 'time' } as const;
  return {
    tenant,
    customerId,
    version,
    state: encodeState(emptyProfileState),
    recentEventIds: new Uint8Array(),
    recentFromHistory: false,
    pagedIds: { kind: 'none' },
    memberships: {},
    judged: noNumbers,
    relations: noRelations,
    riskBand: 'unknown',
    judgedMs: nowMs,
    clock: 'live',
    wakeAtMs: null,
    joined: null,
    outbox: changes.length === 0 ? null : { mode: 'live', correlationId: 'request-1', cause, changes },
  };
}

/** Such a write at a place in the stream. */
export function announcedWrite(
  sequenceNumber: string,
  customerId: string,
  version: number,
  segments: readonly string[],
): AnnouncedWrite {
  return { sequenceNumber, record: announcedRecord(customerId, version, segments) };
}
