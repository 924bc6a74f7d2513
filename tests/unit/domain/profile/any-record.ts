import fc from 'fast-check';
import { type Announcement, type Change, heldBackReasons } from '#contracts/announcement.ts';
import type { Membership, PagedIds, ProfileRecord } from '#contracts/profile-record.ts';
import type { Relations } from '#contracts/relations.ts';
import { latestTimeMs } from '#contracts/time.ts';
import { type Cause, type ReadValue, riskBands } from '#contracts/transition.ts';
import { filterBytes } from '#domain/profile/event-id-filter.ts';
import { emptyProfileState } from '#domain/profile/profile-state.ts';
import { encodeState } from '#domain/profile/state-layout.ts';
import { numberSetOf } from '#domain/segments/number-set.ts';
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
  version: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.constantFrom(63, 64, 2 ** 52 - 1)),
  enteredVersion: fc.oneof(fc.constant(0), versions),
  heldBack: fc.boolean(),
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
  fc.constant<Cause>({ kind: 'definition' }),
  fc.record({ kind: fc.constant('relation' as const), customerId: texts, profileVersion: fc.nat() }),
);

const scores = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(null, 0, 0.1, 1));

/** What a feature or a leaf can be: whole, broken, huge and tiny numbers, texts, answers, nothing. */
const anyReadValue: fc.Arbitrary<ReadValue> = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.constantFrom<ReadValue>(null, true, false, 0, -0, 2 ** 51, -(2 ** 51), 2 ** 52, Number.MAX_SAFE_INTEGER, 0.1),
  texts,
);

const anyChange: fc.Arbitrary<Change> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('entered' as const, 'exited' as const),
    segment: segmentNames,
    segmentVersion: versions,
    takenIn: fc.constantFrom(null, 'silently' as const, 'announced' as const),
    leaf: fc.option(fc.record({ position: fc.nat(200), before: anyReadValue, after: anyReadValue })),
  }),
  fc.record({
    kind: fc.constant('held back' as const),
    segment: segmentNames,
    segmentVersion: versions,
    by: fc.constantFrom(...heldBackReasons),
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

const anyRelations: fc.Arbitrary<Relations> = fc.record({
  members: fc.option(
    fc.record({
      count: fc.nat(),
      inSegments: fc.dictionary(segmentNames, fc.nat(), { maxKeys: 5, noNullPrototype: true }),
    }),
  ),
  accounts: fc.array(
    fc.record({ accountId: texts, version: versions, segments: fc.array(segmentNames, { maxLength: 4 }) }),
    { maxLength: 4 },
  ),
});

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
  judged: fc.option(fc.array(fc.nat(300), { maxLength: 60 }).map(numberSetOf)),
  relations: anyRelations,
  riskBand: bands,
  judgedMs: times,
  clock: fc.constantFrom('live' as const, 'replay' as const),
  wakeAtMs: fc.option(times),
  joined: fc.option(fc.record({ into: texts, absorbed: fc.boolean() })),
  outbox: fc.option(anyAnnouncement),
});
