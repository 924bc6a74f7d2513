import { describe, expect, test } from 'vitest';
import type { Change } from '#contracts/announcement.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import { noRelations } from '#contracts/relations.ts';
import { transitionSchema } from '#contracts/transition.ts';
import { encodeState } from '#domain/profile/state-layout.ts';
import { heldBackIn, transitionsOf } from '#domain/profile/transitions-of.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import { noNumbers } from '#domain/segments/number-set.ts';
import { all, atLeast, lessThan, segment } from '#domain/segments/rule-builders.ts';
import { orders, quietDays, spent } from '../example-definitions.ts';
import { dayMs, exampleEvent, juneMs } from '../example-event.ts';
import { stateOf } from '../histories.ts';
import { defining } from './judging.ts';

const keen = segment('keen', {
  version: 2,
  description: 'Buys, and comes.',
  rule: all(atLeast(orders, 1), lessThan(quietDays, 3)),
  staysWhile: lessThan(quietDays, 9),
});
const definitions = defining([keen]);

/** What is told of a write with these changes, ten days after the last visit. */
function told(changes: Change[], around: RetentionDefinitions = definitions) {
  const record: ProfileRecord = {
    tenant: 'shop',
    customerId: 'ada',
    version: 7,
    state: encodeState(stateOf([exampleEvent({ name: 'Bought', properties: { total: 5 }, timeMs: juneMs })])),
    recentEventIds: new Uint8Array(),
    recentFromHistory: false,
    pagedIds: { kind: 'none' },
    memberships: {},
    judged: noNumbers,
    relations: noRelations,
    riskBand: 'low',
    judgedMs: juneMs + 10 * dayMs,
    clock: 'live',
    wakeAtMs: null,
    joined: null,
    outbox: {
      mode: 'live',
      correlationId: 'request-1',
      cause: { kind: 'event', eventId: 'e', eventName: 'Bought' },
      changes,
    },
  };
  const transitions = transitionsOf(around, record, null);
  for (const transition of transitions) expect(transitionSchema.parse(transition)).toEqual(transition);
  return { transitions, record };
}

const about = { segment: 'keen', segmentVersion: 2, takenIn: null } as const;
const entered: Change = { kind: 'entered', ...about, leaf: { position: 1, before: 4, after: 0 } };
const exited: Change = { kind: 'exited', ...about, leaf: { position: 0, before: 8, after: 10 } };

describe('transitionsOf and its reasons', () => {
  test('transitionsOf names the leaf that decided an entry, with its value before and after', () => {
    const [transition] = told([entered]).transitions;
    expect(transition).toMatchObject({ segmentVersion: 2, mode: 'live' });
    expect(transition?.why).toMatchObject({
      rule: 'number of orders is at least 1 and time since the last activity is less than 3 days',
      leaf: { sentence: 'time since the last activity is less than 3 days', unit: 'days', before: 4, after: 0 },
    });
    expect(Object.keys(transition?.why.values ?? {})).toEqual(['orders', 'quietDays', 'churnRisk']);
  });

  test('transitionsOf names the rule to stay, and its leaf, for who leaves', () => {
    const [transition] = told([exited]).transitions;
    expect(transition?.why).toMatchObject({
      rule: 'time since the last activity is less than 9 days',
      leaf: { sentence: 'time since the last activity is less than 9 days', before: 8, after: 10 },
    });
    expect(transition?.why.values['orders']).toBeUndefined();
  });

  test('transitionsOf names the rule to stay as well for an entry that a leaf of it decided', () => {
    const [transition] = told([{ ...entered, leaf: { position: 2, before: 20, after: 0 } }]).transitions;
    expect(transition?.why).toMatchObject({
      rule:
        '(number of orders is at least 1 and time since the last activity is less than 3 days) and ' +
        'time since the last activity is less than 9 days',
      leaf: { sentence: 'time since the last activity is less than 9 days', before: 20, after: 0 },
    });
  });

  test('transitionsOf claims no leaf that the declared rule does not have, and none of another version', () => {
    const [odd] = told([{ ...entered, leaf: { position: 9, before: 1, after: 2 } }]).transitions;
    expect(odd?.why.leaf).toBeNull();
    const [older] = told([{ ...entered, segmentVersion: 1 }]).transitions;
    expect(older?.why.leaf).toBeNull();
  });

  test('transitionsOf tells as history what a definition changed silently, and names the definition as the cause', () => {
    const [transition] = told([{ ...entered, takenIn: 'silently', leaf: null }]).transitions;
    expect(transition).toMatchObject({
      mode: 'replay',
      causationId: 'definition/keen/2',
      why: { cause: { kind: 'definition' }, leaf: null },
    });
  });

  test('transitionsOf tells what a definition changed like any other where it says so, and names it as the cause', () => {
    const [transition] = told([{ ...entered, takenIn: 'announced', leaf: null }]).transitions;
    expect(transition).toMatchObject({
      mode: 'live',
      causationId: 'definition/keen/2',
      why: { cause: { kind: 'definition' } },
    });
  });

  test('transitionsOf says of a segment that is off that it is on no longer', () => {
    const off = defining([{ ...keen, enabled: false }]);
    const [transition] = told([{ ...exited, takenIn: 'silently', leaf: null }], off).transitions;
    expect(transition?.why).toMatchObject({ rule: 'the segment "keen" is on', cause: { kind: 'definition' } });
  });

  test('transitionsOf tells nobody that somebody was held back, which heldBackIn counts', () => {
    const held: Change = { kind: 'held back', segment: 'keen', segmentVersion: 2, by: 'threshold' };
    const { transitions, record } = told([held, entered, held]);
    expect(transitions).toHaveLength(1);
    expect(heldBackIn(record)).toEqual([held, held]);
    expect(heldBackIn({ outbox: null })).toEqual([]);
    expect(told([held]).transitions).toEqual([]);
  });

  test('transitionsOf names news of another profile as the cause', () => {
    const { record } = told([entered]);
    const cause = { kind: 'relation', customerId: 'account:acme', profileVersion: 3 } as const;
    const outbox = record.outbox === null ? null : { ...record.outbox, cause };
    const [transition] = transitionsOf(definitions, { ...record, outbox }, null);
    expect(transition).toMatchObject({ causationId: 'told/account:acme/3', why: { cause } });
  });

  test('transitionsOf reads the features of both rules as they are when the profile was judged', () => {
    const rich = segment('rich', { version: 1, description: 'Rich.', rule: atLeast(spent, 1) });
    const [transition] = told(
      [{ ...entered, segment: 'rich', segmentVersion: 1, leaf: null }],
      defining([rich]),
    ).transitions;
    expect(transition?.why.values).toMatchObject({ spent: 5 });
  });
});
