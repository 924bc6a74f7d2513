import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import { advanceProfile } from '#domain/profile/advance-profile.ts';
import { decodeState } from '#domain/profile/state-layout.ts';
import { starterRisk } from '#domain/scoring/starter-risk.ts';
import { retention } from '#retention/retention.ts';
import { dayMs, exampleEvent, juneMs } from '../domain/example-event.ts';
import { timesWithin } from '../domain/histories.ts';
import { independentRisk, independentSegments } from './independent-segments.ts';

const names = [
  'Order Completed',
  'Order Completed',
  'Order Refunded',
  'Product Added',
  'Checkout Started',
  'Support Ticket Opened',
  'Support Ticket Resolved',
  'Subscription Cancelled',
  'Subscription Started',
  'Subscription Renewed',
  'Article Read',
  'Article Read',
  'Feature Used',
  'Error Occurred',
  'Payment Failed',
  'Limit Reached',
  'Usage Reported',
  'Signed Up',
  'Signed In',
  'Invite Sent',
];

/** What happens, whatever a customer is like; then a customer of a kind who does little else. */
const anything = fc.constantFrom(...names);
const kinds = fc.constantFrom(
  ['Order Completed', 'Article Read'],
  ['Error Occurred', 'Signed Up', 'Signed In'],
  ['Signed Up', 'Signed In', 'Support Ticket Opened', 'Support Ticket Resolved'],
  ['Product Added', 'Subscription Started'],
  ['Article Read'],
  ['Usage Reported', 'Limit Reached', 'Payment Failed'],
  ['Payment Failed', 'Subscription Started', 'Subscription Renewed'],
);

const drawn = (name: fc.Arbitrary<string>) =>
  fc.record({
    timeMs: timesWithin(juneMs, 60),
    name,
    cents: fc.nat(20_000),
    isPage: fc.boolean(),
    inForeground: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
    discount: fc.constantFrom(0, 2, 5),
    shareUsed: fc.constantFrom(0.5, 0.85, 0.9, 1),
    ticket: fc.constantFrom('a', 'b'),
  });

/** Some only come at weekends: 6 June 2026 is a Saturday. */
function weekendOf(timeMs: number): number {
  const weeks = Math.floor((timeMs - juneMs) / (7 * dayMs));
  return juneMs + (weeks * 7 + 5) * dayMs + ((timeMs - juneMs) % (2 * dayMs));
}

const histories = fc
  .tuple(
    fc.oneof(
      fc.constant(anything),
      kinds.map((kind) => fc.constantFrom(...kind)),
    ),
    fc.boolean(),
  )
  .chain(([name, atWeekends]) =>
    fc.array(drawn(name), { maxLength: 30, size: 'max' }).map((all) =>
      all.map(({ timeMs, name: drawnName, cents, isPage, inForeground, discount, shareUsed, ticket }, index) => {
        const atMs = atWeekends ? weekendOf(timeMs) : timeMs;
        return exampleEvent({
          id: `e${index}`,
          type: isPage && drawnName === 'Article Read' ? 'page' : 'track',
          name: drawnName,
          timeMs: atMs,
          receivedMs: atMs,
          properties: { total: cents / 100, discount, share_used: shareUsed, ticket_id: ticket },
          context: inForeground ? {} : { active: false },
        });
      }),
    ),
  );

function take(record: ProfileRecord | null, events: readonly CanonicalEvent[], nowMs: number): ProfileRecord | null {
  const result = advanceProfile(retention, {
    tenant: 'shop',
    customerId: 'ada',
    record,
    // So few events fit the item: there are no pages to look into.
    pages: null,
    events,
    absorbed: [],
    told: null,
    population: null,
    clock: { mode: 'live' },
    nowMs,
    correlationId: 'request-1',
    correlationIds: new Map(),
  });
  return result.record ?? record;
}

function membersOf(record: ProfileRecord | null): string[] {
  return Object.keys(record?.memberships ?? {}).toSorted();
}

/** The one segment of `retention/` that nobody leaves before a week is over. */
function heldByMinimumStay(record: ProfileRecord | null, nowMs: number): string[] {
  const sinceMs = record?.memberships['declining-high-value']?.sinceMs ?? Number.NEGATIVE_INFINITY;
  return nowMs < sinceMs + 7 * dayMs ? ['declining-high-value'] : [];
}

/**
 * Times at which an answer could turn: around each event plus each of the segments' terms, and anywhere. No event is later than
 * five minutes after them: what comes from a clock that is further ahead is taken for as old as its arrival.
 */
function telling(events: readonly CanonicalEvent[]): fc.Arbitrary<number> {
  const terms = [0, dayMs / 48, 3 * dayMs, 7 * dayMs, 14 * dayMs, 30 * dayMs, 90 * dayMs];
  const turns = events.flatMap((event) => terms.flatMap((term) => [-1, 0, 1].map((off) => event.timeMs + term + off)));
  const earliestMs = Math.max(juneMs, ...events.map((event) => event.timeMs - 5 * 60_000));
  const anywhere = fc.integer({ min: earliestMs, max: juneMs + 400 * dayMs });
  const later = turns.filter((timeMs) => timeMs >= earliestMs);
  return later.length === 0 ? anywhere : fc.oneof(anywhere, fc.constantFrom(...later));
}

describe('the segments of retention', () => {
  test('advanceProfile gives the segments and the risk that a second implementation finds in the raw events', () => {
    const cases = histories.chain((events) => fc.tuple(fc.constant(events), telling(events)));
    fc.assert(
      fc.property(cases, ([events, nowMs]) => {
        const record = take(null, events, nowMs);
        expect(membersOf(record)).toEqual(independentSegments(events, nowMs).entered);
        const score = record === null ? null : starterRisk(retention.risk, decodeState(record.state), nowMs).score;
        const expected = independentRisk(events, nowMs);
        if (expected === null) expect(score).toBeNull();
        else expect(score).toBeCloseTo(expected, 12);
      }),
      { numRuns: 500 },
    );
  });

  test('advanceProfile, woken only when it asked to be, is right at any later time without any event', () => {
    const cases = histories.chain((events) =>
      fc.tuple(fc.constant(events), fc.array(telling(events), { minLength: 1, maxLength: 8 })),
    );
    fc.assert(
      fc.property(cases, ([events, times]) => {
        const [startMs = juneMs, ...later] = times.toSorted((a, b) => a - b);
        let record = take(null, events, startMs);
        for (const atMs of later) {
          for (let wakes = 0; record !== null && record.wakeAtMs !== null && record.wakeAtMs <= atMs; wakes += 1) {
            expect(wakes).toBeLessThan(50);
            record = take(record, [], record.wakeAtMs);
          }
          const members = membersOf(record);
          const { entered, staying } = independentSegments(events, atMs);
          expect(members).toEqual(expect.arrayContaining(entered));
          expect([...staying, ...heldByMinimumStay(record, atMs)]).toEqual(expect.arrayContaining(members));
        }
      }),
      { numRuns: 300 },
    );
  });

  test('advanceProfile announces exactly the way from the segments before to the segments after', () => {
    const cases = histories.chain((events) => fc.tuple(fc.constant(events), fc.nat(30), telling(events)));
    fc.assert(
      fc.property(cases, ([events, cut, nowMs]) => {
        const before = take(null, events.slice(0, cut), nowMs);
        const after = take(before, events.slice(cut), nowMs);
        if (after === null || after === before) return;
        const members = new Set(Object.keys(before?.memberships ?? {}));
        for (const change of after.outbox?.changes ?? []) {
          if (change.kind === 'risk' || change.kind === 'held back') continue;
          expect(members.has(change.segment)).toBe(change.kind === 'exited');
          if (change.kind === 'entered') members.add(change.segment);
          else members.delete(change.segment);
          const stay = after.memberships[change.segment];
          if (change.kind === 'entered') expect(stay?.enteredVersion).toBe(after.version);
        }
        expect([...members].toSorted()).toEqual(Object.keys(after.memberships).toSorted());
      }),
      { numRuns: 300 },
    );
  });
});
