import { describe, expect, test } from 'vitest';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import { countWithin } from '#domain/features/builders/counts.ts';
import { feature } from '#domain/features/builders/feature.ts';
import { event } from '#domain/features/builders/select.ts';
import { advanceProfile } from '#domain/profile/advance-profile.ts';
import { emptyProfileState } from '#domain/profile/profile-state.ts';
import { type RebuildInput, rebuildProfile } from '#domain/profile/rebuild-profile.ts';
import { encodeState } from '#domain/profile/state-layout.ts';
import { transitionsOf } from '#domain/profile/transitions-of.ts';
import { numbersIn } from '#domain/segments/number-set.ts';
import { atLeast, segment } from '#domain/segments/rule-builders.ts';
import { orders } from '../example-definitions.ts';
import { dayMs, exampleEvent, juneMs } from '../example-event.ts';
import { stateOf } from '../histories.ts';
import { input, recordOf } from './advancing.ts';
import { defining } from './judging.ts';

const looked = feature('looked', countWithin(event('Looked'), 30), { description: 'looks in 30 days' });
const about = { version: 1, description: 'For a test.', takeIn: 'announced' } as const;
const watching = segment('watching', { ...about, rule: atLeast(looked, 1) });
const buyer = segment('buyer', { ...about, rule: atLeast(orders, 1) });
const definitions = defining([watching, buyer], { features: [orders, looked] });

const nowMs = juneMs + dayMs;
const look = exampleEvent({ id: 'look', name: 'Looked', timeMs: juneMs });
const purchase = exampleEvent({ id: 'order', name: 'Bought', properties: { total: 20 }, timeMs: juneMs });
const whole = stateOf([look, purchase], definitions.folding.customer);

function rebuilding(record: ProfileRecord | null): RebuildInput {
  return {
    tenant: 'shop',
    customerId: 'ada',
    record,
    state: whole,
    newIds: [],
    asOfMs: null,
    cause: { kind: 'event', eventId: 'order', eventName: 'Bought' },
    nowMs,
    population: null,
    correlationId: 'replay/1',
  };
}

function rebuilt(record: ProfileRecord | null): ProfileRecord {
  return rebuildProfile(definitions, rebuilding(record)).record;
}

/** Ada as older code left her, which kept nothing for the feature `looked`. */
const incomplete = recordOf(
  advanceProfile(definitions, {
    ...input({ events: [purchase], nowMs }),
    record: null,
  }),
);
const stored: ProfileRecord = {
  ...incomplete,
  state: encodeState({ ...whole, cells: new Map(), complete: new Set() }),
  judged: null,
};

describe('rebuildProfile', () => {
  test('rebuildProfile makes a lost profile anew, and tells of it as history on which nobody acts', () => {
    const record = rebuilt(null);
    expect(Object.keys(record.memberships).toSorted()).toEqual(['buyer', 'watching']);
    expect(record).toMatchObject({ version: 1, clock: 'live', outbox: { mode: 'replay' } });
    expect(transitionsOf(definitions, record, null).map(({ mode }) => mode)).toEqual(['replay', 'replay', 'replay']);
    expect(numbersIn(record.judged ?? new Uint8Array())).toEqual([0, 1]);
  });

  test('rebuildProfile lets stays go on, and makes every cell complete, so that what waited for them is judged', () => {
    const waiting = recordOf(
      advanceProfile(definitions, input({ record: stored, events: [{ ...purchase, id: 'two' }], nowMs })),
    );
    expect(waiting.memberships).toEqual(stored.memberships);
    const record = rebuilt(waiting);
    expect(record.memberships['buyer']).toEqual(waiting.memberships['buyer']);
    expect(record.memberships['watching']).toMatchObject({ enteredVersion: record.version });
    expect(record.outbox).toMatchObject({ mode: 'replay', changes: [{ kind: 'entered', segment: 'watching' }] });
    expect(numbersIn(record.judged ?? new Uint8Array())).toEqual([0, 1]);
  });

  test('rebuildProfile keeps what others have told', () => {
    const relations = { members: null, accounts: [{ accountId: 'acme', version: 2, segments: ['big'] }] };
    expect(rebuilt({ ...stored, relations }).relations).toEqual(relations);
  });

  test('rebuildProfile judges a profile of history under its own time, and lets it sleep', () => {
    const asOfMs = juneMs + 3 * dayMs;
    const { record } = rebuildProfile(definitions, { ...rebuilding(null), asOfMs });
    expect(record).toMatchObject({ judgedMs: asOfMs, clock: 'replay', wakeAtMs: null });
  });

  test('rebuildProfile gives the state that was folded, byte for byte', () => {
    expect(rebuilt(stored).state).toEqual(encodeState(whole));
    expect(rebuilt(stored).state).not.toEqual(encodeState(emptyProfileState));
  });
});
