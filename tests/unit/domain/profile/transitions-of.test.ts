import { describe, expect, test } from 'vitest';
import type { Announcement, Change } from '#contracts/announcement.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import { noRelations } from '#contracts/relations.ts';
import { transitionSchema } from '#contracts/transition.ts';
import { encodeState } from '#domain/profile/state-layout.ts';
import { transitionsOf } from '#domain/profile/transitions-of.ts';
import { noNumbers } from '#domain/segments/number-set.ts';
import { exampleDefinitions } from '../example-definitions.ts';
import { dayMs, exampleEvent, juneMs } from '../example-event.ts';
import { stateOf } from '../histories.ts';

const entered: Change = { kind: 'entered', segment: 'busy', segmentVersion: 1, takenIn: null, leaf: null };
const exited: Change = { kind: 'exited', segment: 'buyer', segmentVersion: 2, takenIn: null, leaf: null };
const risk: Change = { kind: 'risk', from: 'unknown', to: 'low', score: 0.25 };
const byEvent = { kind: 'event', eventId: 'event-1', eventName: 'Looked' } as const;

/** Ada's profile of 3 June, two days after she was seen. */
function announcing(outbox: Announcement | null, more: Partial<ProfileRecord> = {}): ProfileRecord {
  return {
    tenant: 'shop',
    customerId: 'ada',
    version: 7,
    state: encodeState(stateOf([exampleEvent({ timeMs: juneMs })])),
    recentEventIds: new Uint8Array(),
    recentFromHistory: false,
    pagedIds: { kind: 'none' },
    memberships: {},
    judged: noNumbers,
    relations: noRelations,
    riskBand: 'low',
    judgedMs: juneMs + 2 * dayMs,
    clock: 'live',
    wakeAtMs: null,
    joined: null,
    outbox,
    ...more,
  };
}

function told(changes: Change[], more: Partial<Announcement> = {}): Announcement {
  return { mode: 'live', correlationId: 'request-1', cause: byEvent, changes, ...more };
}

const tell = (outbox: Announcement | null) => transitionsOf(exampleDefinitions, announcing(outbox), null);

const churnRisk = expect.closeTo(0.7 * (1 - 2 ** -0.1) + 0.2 * 0.8 + 0.1, 12);

const shared = {
  schemaVersion: 1,
  tenant: 'shop',
  customerId: 'ada',
  profileVersion: 7,
  occurredAt: '2026-06-03T00:00:00.000Z',
  correlationId: 'request-1',
  causationId: 'event-1',
  mode: 'live',
};

describe('transitionsOf', () => {
  test('transitionsOf makes each change whole, with the rule as a sentence and the values that decided it', () => {
    expect(tell(told([risk, entered, exited]))).toEqual([
      {
        ...shared,
        id: 'shop/ada/7/risk',
        why: {
          rule: 'the starter rule (a rule, not a trained model) weighs recency, frequency and money',
          values: { score: 0.25, usualGapDays: 10, activeDays: 1 },
          leaf: null,
          cause: byEvent,
        },
        type: 'Churn Risk Changed',
        from: 'unknown',
        to: 'low',
        score: 0.25,
      },
      {
        ...shared,
        id: 'shop/ada/7/segment/busy',
        why: {
          rule: 'time since the last activity is less than 7 days',
          values: { quietDays: 2, churnRisk },
          leaf: null,
          cause: byEvent,
        },
        type: 'Segment Entered',
        segment: 'busy',
        segmentVersion: 1,
      },
      {
        ...shared,
        id: 'shop/ada/7/segment/buyer',
        why: {
          rule: 'number of orders is at least 2',
          values: { orders: 0, churnRisk },
          leaf: null,
          cause: byEvent,
        },
        type: 'Segment Exited',
        segment: 'buyer',
        segmentVersion: 2,
      },
    ]);
  });

  test('transitionsOf makes nothing where nothing is to be announced', () => {
    expect(tell(null)).toEqual([]);
  });

  test('transitionsOf gives what the contract allows, the same each time, each with an id of its own', () => {
    const segments = ['risk', 'constructor', 'busy'];
    const outbox = told([
      risk,
      ...segments.map(
        (segment): Change => ({ kind: 'entered', segment, segmentVersion: 1, takenIn: null, leaf: null }),
      ),
    ]);
    const transitions = tell(outbox);
    expect(new Set(transitions.map(({ id }) => id)).size).toBe(4);
    expect(tell(outbox)).toEqual(transitions);
    for (const transition of transitions) expect(transitionSchema.parse(transition)).toEqual(transition);
  });

  test.each([
    [{ kind: 'time' } as const, 'wake/7'],
    [{ kind: 'join', customerId: 'anonymous:x' } as const, 'join/anonymous:x'],
    [byEvent, 'event-1'],
  ])('transitionsOf names the cause %j as %s', (cause, causationId) => {
    const [transition] = tell(told([entered], { cause, mode: 'replay' }));
    expect(transition).toMatchObject({ causationId, mode: 'replay', why: { cause } });
  });

  test.each([
    ['busy', 2],
    ['unheard-of', 1],
  ])(
    'transitionsOf says so where version %2$d of "%1$s" is not declared, and claims no values of it',
    (name, version) => {
      const [transition] = tell(
        told([{ kind: 'entered', segment: name, segmentVersion: version, takenIn: null, leaf: null }]),
      );
      expect(transition?.why).toEqual({
        rule: `the rule of version ${version} of the segment "${name}", which this deployment does not declare, holds`,
        values: { churnRisk },
        leaf: null,
        cause: byEvent,
      });
    },
  );

  test('transitionsOf gives one reason for all that a visitor leaves who has become part of a user, and claims no rule', () => {
    const cause = { kind: 'join', customerId: 'ada' } as const;
    const why = { rule: 'the visitor has become part of ada', values: {}, cause };
    const farewell: Change = { kind: 'risk', from: 'low', to: 'unknown', score: null };
    const left: Change = { kind: 'exited', segment: 'busy', segmentVersion: 1, takenIn: null, leaf: null };
    const frozen = announcing(told([farewell, left], { cause }), {
      customerId: 'anonymous:x',
      joined: { into: 'ada', absorbed: false },
      riskBand: 'unknown',
    });
    expect(transitionsOf(exampleDefinitions, frozen, null)).toMatchObject([
      { id: 'shop/anonymous:x/7/risk', type: 'Churn Risk Changed', from: 'low', to: 'unknown', score: null, why },
      { id: 'shop/anonymous:x/7/segment/busy', type: 'Segment Exited', causationId: 'join/ada', why },
    ]);
  });

  test('transitionsOf names the rules and values for what the joining changes about the user', () => {
    const cause = { kind: 'join', customerId: 'anonymous:x' } as const;
    const [transition] = tell(told([entered], { cause }));
    expect(transition?.why).toMatchObject({
      rule: 'time since the last activity is less than 7 days',
      values: { quietDays: 2 },
    });
  });

  test('transitionsOf says of a segment that was retired that it is the declaration which holds no longer', () => {
    const definitions = { ...exampleDefinitions, retiredSegments: new Set(['bygone']) };
    const left: Change = { kind: 'exited', segment: 'bygone', segmentVersion: 1, takenIn: null, leaf: null };
    const [transition] = transitionsOf(definitions, announcing(told([left])), null);
    expect(transition?.why.rule).toBe('the segment "bygone" is declared');
  });

  test('transitionsOf claims no risk for a customer without activity', () => {
    const state = encodeState(stateOf([]));
    const record = announcing(told([{ ...risk, score: null }, entered]), { state });
    const [first, second] = transitionsOf(exampleDefinitions, record, null);
    expect(first).toMatchObject({ score: null, why: { values: { score: null, activeDays: 0 } } });
    expect(second?.why.values).toEqual({ quietDays: null });
  });

  test('transitionsOf refuses a state that it cannot read', () => {
    const record = announcing(told([entered]), { state: Uint8Array.of(99) });
    expect(() => transitionsOf(exampleDefinitions, record, null)).toThrow('Cannot read');
  });
});
