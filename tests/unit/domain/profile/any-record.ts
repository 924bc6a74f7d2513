import fc from 'fast-check';
import type { Announcement, Change } from '#contracts/announcement.ts';
import type { Membership, PagedIds, ProfileRecord } from '#contracts/profile-record.ts';
import { latestTimeMs } from '#contracts/time.ts';
import { type Cause, riskBands } from '#contracts/transition.ts';
import { filterBytes } from '#domain/profile/event-id-filter.ts';
import { emptyProfileState } from '#domain/profile/profile-state.ts';
import { encodeState } from '#domain/profile/state-layout.ts';
import { histories, stateOf } from '../histories.ts';

const times = fc.oneof(fc.integer({ min: 0, max: latestTimeMs }), fc.constantFrom(0, 1, latestTimeMs));
const versions = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.constantFrom(1, 127, 128, Number.MAX_SAFE_INTEGER - 1));
/** Well-formed text, as ids must be: letters, accents, half the emoji, and what separates keys. */
const texts = fc.oneof(
  fc.constantFrom('a', 'é', 'e\u0301', '\u{1F980}', '|', '#', '\u0000', 'x'.repeat(200)),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
);
const segmentNames = fc.stringMatching(/^[a-z][a-z0-9-]{0,30}$/);
const bands = fc.constantFrom(...riskBands);
const bytesOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

const anyMembership: fc.Arbitrary<Membership> = fc.record({
  sinceMs: times,
  version: versions,
  enteredVersion: fc.oneof(fc.constant(0), versions),
});

const anyPagedIds: fc.Arbitrary<PagedIds> = fc.oneof(
  fc.constant<PagedIds>({ kind: 'none' }),
  fc.constant<PagedIds>({ kind: 'look' }),
  bytesOf(filterBytes).map((bits): PagedIds => ({ kind: 'filter', bits })),
);

const anyCause: fc.Arbitrary<Cause> = fc.oneof(
  fc.record({ kind: fc.constant('event' as const), eventId: texts, eventName: texts }),
  fc.constant<Cause>({ kind: 'time' }),
  fc.record({ kind: fc.constant('join' as const), customerId: texts }),
);

const scores = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(null, 0, 0.1, 1));

const anyChange: fc.Arbitrary<Change> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('entered' as const, 'exited' as const),
    segment: segmentNames,
    segmentVersion: versions,
  }),
  fc.record({ kind: fc.constant('risk' as const), from: bands, to: bands, score: scores }),
);

/** Anything that a write could have to tell. */
export const anyAnnouncement: fc.Arbitrary<Announcement> = fc.record({
  mode: fc.constantFrom('live' as const, 'replay' as const),
  correlationId: texts,
  cause: anyCause,
  changes: fc.array(anyChange, { minLength: 1, maxLength: 12 }),
});

const anyState = fc.oneof(
  fc.constant(encodeState(emptyProfileState)),
  histories({ days: 200, maxEvents: 40 }).map((events) => encodeState(stateOf(events))),
);

/** Any record that could be stored. */
export const anyRecord: fc.Arbitrary<ProfileRecord> = fc.record({
  tenant: fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/),
  customerId: texts,
  version: versions,
  state: anyState,
  recentEventIds: fc.nat(130).chain((ids) => bytesOf(ids * 8)),
  recentFromHistory: fc.boolean(),
  pagedIds: anyPagedIds,
  memberships: fc.dictionary(segmentNames, anyMembership, { maxKeys: 8, noNullPrototype: true }),
  riskBand: bands,
  judgedMs: times,
  clock: fc.constantFrom('live' as const, 'replay' as const),
  wakeAtMs: fc.option(times),
  joined: fc.option(fc.record({ into: texts, absorbed: fc.boolean() })),
  outbox: fc.option(anyAnnouncement),
});
