import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changeSchema } from '#contracts/announcement.ts';
import { judgeProfile } from '#domain/profile/judge-profile.ts';
import { atLeast, segment } from '#domain/segments/rule-builders.ts';
import { exampleDefinitions, orders, quietDays } from '../example-definitions.ts';
import { dayMs, exampleEvent, juneMs } from '../example-event.ts';
import { stateOf } from '../histories.ts';
import { advance, recordOf, visit } from './advancing.ts';
import { afterwards, defining, judgedOf } from './judging.ts';

const occasion = { profileVersion: 7, nowMs: juneMs + 2 * dayMs, isHistory: false };
const state = stateOf([exampleEvent({ timeMs: juneMs })]);
const customer = judgedOf(state);
const begun = { sinceMs: occasion.nowMs, version: 1, enteredVersion: 7, heldBack: false };

describe('judgeProfile', () => {
  test('judgeProfile says what changed: the band with its score, the segments with their versions', () => {
    const { changes, memberships } = judgeProfile(exampleDefinitions, customer, null, occasion);
    expect(changes).toEqual([
      { kind: 'risk', from: 'unknown', to: 'low', score: expect.closeTo(0.7 * (1 - 2 ** -0.1) + 0.2 * 0.8 + 0.1, 12) },
      {
        kind: 'entered',
        segment: 'busy',
        segmentVersion: 1,
        takenIn: null,
        leaf: { position: 0, before: null, after: 2 },
      },
    ]);
    expect(memberships).toEqual({ busy: begun });
    for (const change of changes) expect(changeSchema.parse(change)).toEqual(change);
  });

  test('judgeProfile says nothing where nothing changed, and keeps since when and since which version', () => {
    const first = judgeProfile(exampleDefinitions, customer, null, occasion);
    const before = afterwards(first, state, occasion.nowMs);
    const later = judgeProfile(exampleDefinitions, customer, before, {
      profileVersion: 8,
      nowMs: occasion.nowMs + 1,
      isHistory: false,
    });
    expect(later.changes).toEqual([]);
    expect(later.memberships).toEqual({ busy: begun });
  });

  test('judgeProfile begins a stay anew when a customer comes back into a segment', () => {
    const away = judgeProfile(exampleDefinitions, customer, null, {
      profileVersion: 8,
      nowMs: juneMs + 9 * dayMs,
      isHistory: false,
    });
    expect(Object.keys(away.memberships)).toEqual(['quiet']);
    const back = stateOf([exampleEvent({ timeMs: juneMs + 10 * dayMs })]);
    const again = { profileVersion: 9, nowMs: juneMs + 10 * dayMs, isHistory: false };
    const verdict = judgeProfile(
      exampleDefinitions,
      judgedOf(back),
      afterwards(away, state, juneMs + 9 * dayMs),
      again,
    );
    expect(verdict.memberships).toEqual({
      busy: { sinceMs: again.nowMs, version: 1, enteredVersion: 9, heldBack: false },
    });
    expect(verdict.changes).toContainEqual({
      kind: 'exited',
      segment: 'quiet',
      segmentVersion: 1,
      takenIn: null,
      leaf: { position: 0, before: 9, after: 0 },
    });
  });

  test('judgeProfile tells of each stay once, whichever declarations the code of each write has', () => {
    const which = fc.subarray([...exampleDefinitions.segments], { minLength: 0 });
    const writes = fc.array(fc.record({ segments: which, afterDays: fc.integer({ min: 0, max: 6 }) }), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(writes, (drawn) => {
        let before: Parameters<typeof judgeProfile>[2] = null;
        let nowMs = occasion.nowMs;
        const inside = new Set<string>();
        for (const [index, { segments, afterDays }] of drawn.entries()) {
          nowMs += afterDays * dayMs;
          const segmentsOf = { customer: segments, account: [] };
          const verdict = judgeProfile({ ...exampleDefinitions, segments, segmentsOf }, customer, before, {
            profileVersion: index + 1,
            nowMs,
            isHistory: false,
          });
          for (const change of verdict.changes) {
            if (change.kind === 'entered') expect(inside.has(change.segment)).toBe(false);
            if (change.kind === 'entered') inside.add(change.segment);
            if (change.kind === 'exited') expect(inside.delete(change.segment)).toBe(true);
          }
          expect(new Set(Object.keys(verdict.memberships))).toEqual(inside);
          before = afterwards(verdict, state, nowMs);
        }
      }),
    );
  });

  test('judgeProfile ends a stay in a segment that was retired, and tells of it as history', () => {
    const first = judgeProfile(exampleDefinitions, customer, null, occasion);
    const others = exampleDefinitions.segments.filter(({ definition }) => definition.name !== 'busy');
    const segmentsOf = { customer: others, account: [] };
    const retiredSegments = new Set(['busy']);
    const definitions = { ...exampleDefinitions, segments: others, segmentsOf, retiredSegments };
    const before = afterwards(first, state, occasion.nowMs);
    const { changes, memberships } = judgeProfile(definitions, customer, before, { ...occasion, profileVersion: 8 });
    expect(changes).toEqual([{ kind: 'exited', segment: 'busy', segmentVersion: 1, takenIn: 'silently', leaf: null }]);
    expect(memberships).toEqual({});
  });

  test('judgeProfile gives the same changes for the same write, each about something else', () => {
    const judge = () => judgeProfile(exampleDefinitions, customer, null, occasion).changes;
    expect(judge()).toEqual(judge());
    const about = judge().map((change) => (change.kind === 'risk' ? 'risk' : `segment/${change.segment}`));
    expect(new Set(about).size).toBe(about.length);
  });

  test.each(['churn-risk', 'constructor'])('judgeProfile knows a segment called "%s" from what it is not', (name) => {
    const odd = segment(name, { version: 1, description: 'Any customer.', rule: atLeast(orders, 0) });
    const { changes, memberships } = judgeProfile(defining([odd]), customer, null, occasion);
    expect(changes.map(({ kind }) => kind)).toEqual(['risk', 'entered']);
    expect(memberships).toEqual({ [name]: begun });
  });

  test.each([1e9, 1e300])(
    'judgeProfile never asks to look again for a threshold of %d days, after the end of time',
    (days) => {
      const distant = segment('distant', { version: 1, description: 'Never.', rule: atLeast(quietDays, days) });
      const later = { ...occasion, nowMs: juneMs + 10_000 * dayMs };
      expect(judgeProfile(defining([distant]), customer, null, later).nextChangeMs).toBeNull();
    },
  );

  test('judgeProfile claims no risk for a customer without activity', () => {
    const verdict = judgeProfile(exampleDefinitions, judgedOf(stateOf([])), null, occasion);
    expect(verdict).toMatchObject({ risk: { score: null, band: 'unknown' }, changes: [], nextChangeMs: null });
  });
});

describe('advanceProfile and its outbox', () => {
  test('advanceProfile carries what changed with the write that changed it, and not with the next', () => {
    const first = recordOf(advance({ events: [visit('a')] }));
    expect(first.outbox).toMatchObject({
      mode: 'live',
      correlationId: 'request-1',
      cause: { kind: 'event', eventId: 'a', eventName: 'Looked' },
      changes: [{ kind: 'risk' }, { kind: 'entered', segment: 'busy' }],
    });
    const second = recordOf(advance({ record: first, events: [visit('b')] }));
    expect(second).toMatchObject({ version: 2, outbox: null, memberships: first.memberships });
  });

  test('advanceProfile names the event that counted last, and the request that brought it', () => {
    const correlationIds = new Map([
      ['a', 'request of a'],
      ['b', 'request of b'],
    ]);
    const record = recordOf(advance({ events: [visit('a'), visit('b'), visit('a')], correlationIds }));
    expect(record.outbox).toMatchObject({ correlationId: 'request of b', cause: { kind: 'event', eventId: 'b' } });
  });
});
