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
  'Subscription Cancelled',
  'Article Read',
];
const drawn = fc.tuple(timesWithin(juneMs, 60), fc.constantFrom(...names), fc.nat(20_000), fc.boolean(), fc.boolean());
const histories = fc.array(drawn, { maxLength: 30 }).map((all) =>
  all.map(([timeMs, name, cents, isPage, inForeground], index) =>
    exampleEvent({
      id: `e${index}`,
      type: isPage && name === 'Article Read' ? 'page' : 'track',
      name,
      timeMs,
      receivedMs: timeMs,
      properties: { total: cents / 100 },
      context: inForeground ? {} : { active: false },
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
    clock: { mode: 'live' },
    nowMs,
    correlationId: 'request-1',
    correlationIds: new Map(),
  });
  return result.record ?? record;
}

/** Times at which an answer could turn: around each event plus each of the segments' terms, and anywhere. */
function telling(events: readonly CanonicalEvent[]): fc.Arbitrary<number> {
  const terms = [0, dayMs / 24, 3 * dayMs, 14 * dayMs, 90 * dayMs];
  const turns = events.flatMap((event) => terms.flatMap((term) => [-1, 0, 1].map((off) => event.timeMs + term + off)));
  const anywhere = fc.integer({ min: juneMs, max: juneMs + 400 * dayMs });
  return turns.length === 0 ? anywhere : fc.oneof(anywhere, fc.constantFrom(...turns));
}

describe('the segments of retention', () => {
  test('advanceProfile gives the segments and the risk that a second implementation finds in the raw events', () => {
    const cases = histories.chain((events) => fc.tuple(fc.constant(events), telling(events)));
    fc.assert(
      fc.property(cases, ([events, nowMs]) => {
        const record = take(null, events, nowMs);
        expect(Object.keys(record?.memberships ?? {}).toSorted()).toEqual(independentSegments(events, nowMs));
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
          expect(Object.keys(record?.memberships ?? {}).toSorted()).toEqual(independentSegments(events, atMs));
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
          if (change.kind === 'risk') continue;
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
