import { describe, expect, test } from 'vitest';
import { transitionSchema } from '#contracts/transition.ts';
import { judgeProfile, type Occasion } from '#domain/profile/judge-profile.ts';
import { atLeast, segment } from '#domain/segments/rule-builders.ts';
import { exampleDefinitions, orders, quietDays } from '../example-definitions.ts';
import { dayMs, exampleEvent, juneMs } from '../example-event.ts';
import { stateOf } from '../histories.ts';
import { advance, recordOf, visit } from './advancing.ts';

const occasion: Occasion = {
  tenant: 'shop',
  customerId: 'ada',
  profileVersion: 7,
  nowMs: juneMs + 2 * dayMs,
  mode: 'live',
  correlationId: 'request-1',
  causationId: 'event-1',
  cause: { kind: 'event', eventId: 'event-1', eventName: 'Looked' },
};
const never = { memberships: {}, riskBand: 'unknown' } as const;
const state = stateOf([exampleEvent({ timeMs: juneMs })]);

describe('judgeProfile', () => {
  test('judgeProfile announces what changed, each with the rule as a sentence and the values that decided it', () => {
    const { transitions } = judgeProfile(exampleDefinitions, state, never, occasion);
    expect(transitions.map((transition) => transition.type)).toEqual(['Churn Risk Changed', 'Segment Entered']);
    expect(transitions[1]).toEqual({
      id: 'shop/ada/7/segment/busy',
      schemaVersion: 1,
      tenant: 'shop',
      customerId: 'ada',
      profileVersion: 7,
      occurredAt: '2026-06-03T00:00:00.000Z',
      correlationId: 'request-1',
      causationId: 'event-1',
      mode: 'live',
      why: {
        rule: 'time since the last activity is less than 7 days',
        values: { quietDays: 2, churnRisk: expect.closeTo(0.7 * (1 - 2 ** -0.1) + 0.2 * 0.8 + 0.1, 12) },
        cause: { kind: 'event', eventId: 'event-1', eventName: 'Looked' },
      },
      type: 'Segment Entered',
      segment: 'busy',
      segmentVersion: 1,
    });
    for (const transition of transitions) expect(transitionSchema.parse(transition)).toEqual(transition);
  });

  test('judgeProfile announces nothing where nothing changed, and keeps since when', () => {
    const first = judgeProfile(exampleDefinitions, state, never, occasion);
    const before = { memberships: first.memberships, riskBand: first.risk.band };
    const later = judgeProfile(exampleDefinitions, state, before, { ...occasion, nowMs: occasion.nowMs + 1 });
    expect(later.transitions).toEqual([]);
    expect(later.memberships).toEqual({ busy: { sinceMs: occasion.nowMs, version: 1 } });
  });

  test('judgeProfile gives the same transitions with the same ids for the same write', () => {
    const judge = () => judgeProfile(exampleDefinitions, state, never, occasion).transitions;
    expect(judge()).toEqual(judge());
    expect(new Set(judge().map(({ id }) => id)).size).toBe(judge().length);
  });

  test.each(['churn-risk', 'constructor'])(
    'judgeProfile announces a segment called "%s" under an id of its own',
    (name) => {
      const odd = segment(name, { version: 1, description: 'Any customer.', rule: atLeast(orders, 0) });
      const definitions = { ...exampleDefinitions, segments: [odd] };
      const { transitions, memberships } = judgeProfile(definitions, state, never, occasion);
      expect(transitions.map(({ type }) => type)).toEqual(['Churn Risk Changed', 'Segment Entered']);
      expect(new Set(transitions.map(({ id }) => id)).size).toBe(2);
      expect(memberships).toEqual({ [name]: { sinceMs: occasion.nowMs, version: 1 } });
    },
  );

  test.each([1e9, 1e300])(
    'judgeProfile never asks to look again for a threshold of %d days, after the end of time',
    (days) => {
      const distant = segment('distant', { version: 1, description: 'Never.', rule: atLeast(quietDays, days) });
      const definitions = { ...exampleDefinitions, segments: [distant] };
      const later = { ...occasion, nowMs: juneMs + 10_000 * dayMs };
      expect(judgeProfile(definitions, state, never, later).nextChangeMs).toBeNull();
    },
  );

  test('judgeProfile claims no risk for a customer without activity', () => {
    const verdict = judgeProfile(exampleDefinitions, stateOf([]), never, occasion);
    expect(verdict).toMatchObject({ risk: { score: null, band: 'unknown' }, transitions: [], nextChangeMs: null });
  });
});

describe('advanceProfile and its outbox', () => {
  test('advanceProfile carries transitions with the write that made them, and not with the next', () => {
    const first = recordOf(advance({ events: [visit('a')] }));
    expect(first.outbox.map((transition) => transition.profileVersion)).toEqual([1, 1]);
    expect(first.outbox.map((transition) => transition.causationId)).toEqual(['a', 'a']);
    const second = recordOf(advance({ record: first, events: [visit('b')] }));
    expect(second).toMatchObject({ version: 2, outbox: [], memberships: first.memberships });
  });
});
