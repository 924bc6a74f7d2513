import type { Announcement, Change } from '#contracts/announcement.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import { announcedRecord } from '../../functions/announced-records.ts';

/** A change of a stay that happened, or that takes a definition in. */
export function stay(
  kind: 'entered' | 'exited',
  segment: string,
  takenIn: 'silently' | 'announced' | null = null,
): Change {
  return { kind, segment, segmentVersion: 1, takenIn, leaf: null };
}

/** A write that changed this, by somebody who is in these segments thereafter. */
export function movedRecord(
  changes: readonly Change[],
  memberships: readonly string[] = [],
  mode: Announcement['mode'] = 'live',
): ProfileRecord {
  const membership = { sinceMs: 0, version: 1, enteredVersion: 1, heldBack: false };
  return {
    ...announcedRecord('ada', 3, []),
    memberships: Object.fromEntries(memberships.map((name) => [name, membership])),
    outbox: { mode, correlationId: 'request', cause: { kind: 'time' }, changes: [...changes] },
  };
}
