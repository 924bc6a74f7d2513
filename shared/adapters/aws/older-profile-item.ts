import * as z from 'zod';
import type { Announcement, Change } from '#contracts/announcement.ts';
import { type ProfileRecord, profileRecordSchema } from '#contracts/profile-record.ts';
import { noRelations } from '#contracts/relations.ts';
import { riskTransitionSchema, segmentTransitionSchema } from '#contracts/transition.ts';
import { eventIdHashBytes } from '#domain/profile/event-ids.ts';
import { decodeOlderState } from '#domain/profile/older-state-layout.ts';
import { encodeState } from '#domain/profile/state-layout.ts';
import { bytes, type Item, number, optionalNumber, text } from './item-attributes.ts';
import { parseCustomerKey } from './item-keys.ts';

/** Ids in each page of layout 1. */
const idsPerOlderPage = 16;

const olderMembershipsSchema = z.record(
  z.string(),
  z.strictObject({ sinceMs: z.int().min(0), version: z.int().min(1) }),
);

/** What could be told then. */
const olderTransitionSchema = z.discriminatedUnion('type', [segmentTransitionSchema, riskTransitionSchema]);

/** What that layout's outbox had to announce: whole transitions, of which today's keeps what the item does not hold. */
function olderOutbox(item: Item): Announcement | null {
  const json = item['outbox']?.S;
  const transitions = json === undefined ? [] : z.array(olderTransitionSchema).parse(JSON.parse(json));
  const [first] = transitions;
  if (first === undefined) return null;
  const changes = transitions.map((transition): Change => {
    if (transition.type === 'Churn Risk Changed') {
      return { kind: 'risk', from: transition.from, to: transition.to, score: transition.score };
    }
    const kind = transition.type === 'Segment Entered' ? 'entered' : 'exited';
    const { segment, segmentVersion } = transition;
    return { kind, segment, segmentVersion, takenIn: null, leaf: null };
  });
  return { mode: first.mode, correlationId: first.correlationId, cause: first.why.cause, changes };
}

/**
 * Item of layout 1 → profile record. That layout had an attribute for each part: state, recent (ids), pages (their number),
 * members (JSON), band, judged, clock, outbox (JSON). The number of events was not stored, but follows from the ids, of which
 * none was forgotten. It had no filter, so its pages are asked each time. Throws if the item does not hold a profile.
 */
export function parseOlderProfileItem(item: Item): ProfileRecord {
  const recentEventIds = bytes(item, 'recent');
  const pageCount = number(item, 'pages');
  const events = pageCount * idsPerOlderPage + recentEventIds.length / eventIdHashBytes;
  const memberships = olderMembershipsSchema.parse(JSON.parse(text(item, 'members')));
  return profileRecordSchema.parse({
    ...parseCustomerKey(text(item, 'pk')),
    version: number(item, 'version'),
    state: encodeState(decodeOlderState(bytes(item, 'state'), events)),
    recentEventIds,
    recentFromHistory: true,
    pagedIds: pageCount === 0 ? { kind: 'none' } : { kind: 'older' },
    memberships: Object.fromEntries(
      Object.entries(memberships).map(([segment, membership]) => [
        segment,
        { ...membership, enteredVersion: 0, heldBack: false },
      ]),
    ),
    judged: null,
    relations: noRelations,
    riskBand: text(item, 'band'),
    judgedMs: number(item, 'judged'),
    clock: text(item, 'clock'),
    wakeAtMs: optionalNumber(item, 'wakeAt'),
    joined: null,
    outbox: olderOutbox(item),
  });
}
