import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { profileRecordSchema } from '#contracts/profile-record.ts';
import { noRelations } from '#contracts/relations.ts';
import {
  absorbedProfile,
  anonymousCustomersOf,
  type FreezeInput,
  freezeProfile,
  usersClaimedBy,
  visitorsClaimedBy,
} from '#domain/profile/join-profiles.ts';
import { emptyProfileState } from '#domain/profile/profile-state.ts';
import { encodeState } from '#domain/profile/state-layout.ts';
import { noNumbers } from '#domain/segments/number-set.ts';
import { exampleEvent, juneMs } from '../example-event.ts';
import { advance, recordOf, visit } from './advancing.ts';
import { anyRecord } from './any-record.ts';

const identify = (id: string, anonymousId: string | null, userId: string | null = 'ada') =>
  exampleEvent({ id, type: 'identify', name: 'Identify', anonymousId, userId });
const alias = (id: string, previousId: string | number | null, userId: string | null = 'ada') =>
  exampleEvent({ id, type: 'alias', name: 'Alias', userId, properties: { previousId } });

const input: FreezeInput = {
  tenant: 'shop',
  customerId: 'anonymous:x',
  record: null,
  into: 'ada',
  mode: 'live',
  nowMs: juneMs,
  correlationId: 'request-1',
};

describe('anonymousCustomersOf', () => {
  test('anonymousCustomersOf finds whom an identify with both ids and an alias join, each once', () => {
    const events = [identify('1', 'x'), alias('2', 'y'), identify('3', 'x'), alias('4', 'x')];
    expect(anonymousCustomersOf(events)).toEqual(['anonymous:x', 'anonymous:y']);
  });

  test.each([
    ['an identify without an anonymous id', identify('1', null)],
    ['an identify of nobody known', identify('1', 'x', null)],
    ['an event of another type that carries both ids', exampleEvent({ anonymousId: 'x' })],
    ['an alias without a previous id', alias('1', null)],
    ['an alias whose previous id is a number', alias('1', 7)],
    ['an alias whose previous id is empty', alias('1', '')],
    ['an alias whose previous id is too long', alias('1', 'x'.repeat(201))],
    ['an alias of nobody known', alias('1', 'x', null)],
    ['an identify of a user whose id looks like a visitor’s', identify('1', 'x', 'anonymous:x')],
    ['an alias of a user whose id looks like a visitor’s', alias('1', 'x', 'anonymous:y')],
  ])('anonymousCustomersOf finds nobody in %s', (_, event) => {
    expect(anonymousCustomersOf([event])).toEqual([]);
  });

  test('anonymousCustomersOf joins what only has the same text: the visitor is not the user of that id', () => {
    expect(anonymousCustomersOf([identify('1', 'ada'), alias('2', 'ada')])).toEqual(['anonymous:ada']);
  });

  test('anonymousCustomersOf names only anonymous customers and never joins into one, so that no chain comes about', () => {
    expect(anonymousCustomersOf([alias('1', 'bob'), alias('2', 'anonymous:x')])).toEqual([
      'anonymous:bob',
      'anonymous:anonymous:x',
    ]);
  });
});

describe('visitorsClaimedBy', () => {
  test('visitorsClaimedBy says of each visitor when the first event happened that claims it', () => {
    const events = [
      { ...identify('1', 'x'), timeMs: 30 },
      { ...alias('2', 'x'), timeMs: 10 },
      { ...identify('3', 'y'), timeMs: 20 },
    ];
    expect(visitorsClaimedBy(events)).toEqual([
      { visitor: 'anonymous:x', sinceMs: 10 },
      { visitor: 'anonymous:y', sinceMs: 20 },
    ]);
  });

  test.each([
    ['an identify of a placeholder', identify('1', 'x', 'null')],
    ['an identify of a user whose id looks like an account’s', identify('1', 'x', 'account:x')],
    ['an identify of a user with a placeholder for the visitor', identify('1', '[object Object]')],
    ['an alias of a placeholder', alias('1', 'guest')],
  ])('visitorsClaimedBy finds nobody in %s', (_, event) => {
    expect(visitorsClaimedBy([event])).toEqual([]);
  });
});

describe('usersClaimedBy', () => {
  test('usersClaimedBy finds whom an alias calls the same user, and when first', () => {
    const events = [{ ...alias('1', 'bob'), timeMs: 30 }, { ...alias('2', 'bob'), timeMs: 10 }, identify('3', 'eve')];
    expect(usersClaimedBy(events)).toEqual([{ visitor: 'bob', sinceMs: 10 }]);
  });

  test('usersClaimedBy passes over an alias of a user with itself, and ids that no user can have', () => {
    expect(usersClaimedBy([alias('1', 'ada'), alias('2', 'anonymous:x'), alias('3', 'null')])).toEqual([]);
  });
});

describe('freezeProfile', () => {
  test('freezeProfile keeps state and ids of any profile, takes it out of all segments, and lets it rest', () => {
    fc.assert(
      fc.property(anyRecord, fc.integer({ min: 0, max: 2 * juneMs }), (record, nowMs) => {
        const { tenant, customerId } = record;
        const frozen = freezeProfile({ ...input, tenant, customerId, record, nowMs });
        expect(profileRecordSchema.parse(frozen)).toEqual(frozen);
        expect(frozen).toEqual({
          ...record,
          version: record.version + 1,
          memberships: {},
          judged: noNumbers,
          relations: noRelations,
          riskBand: 'unknown',
          judgedMs: Math.max(record.judgedMs, nowMs),
          wakeAtMs: null,
          joined: { into: 'ada', absorbed: false },
          outbox: frozen.outbox,
        });
        const changes = frozen.outbox?.changes ?? [];
        const left = changes.flatMap((change) => (change.kind === 'exited' ? [change.segment] : []));
        const bands = changes.flatMap((change) => (change.kind === 'risk' ? [change.from] : []));
        expect(bands).toEqual(record.riskBand === 'unknown' ? [] : [record.riskBand]);
        expect(left.toSorted()).toEqual(Object.keys(record.memberships).toSorted());
      }),
    );
  });

  test('freezeProfile announces with the exits whom the visitor turned out to be', () => {
    const record = recordOf(advance({ customerId: 'anonymous:x', events: [visit('a')] }));
    expect(freezeProfile({ ...input, record, mode: 'replay' }).outbox).toEqual({
      mode: 'replay',
      correlationId: 'request-1',
      cause: { kind: 'join', customerId: 'ada' },
      changes: [
        { kind: 'risk', from: record.riskBand, to: 'unknown', score: null },
        { kind: 'exited', segment: 'busy', segmentVersion: 1, takenIn: null, leaf: null },
      ],
    });
  });

  test('freezeProfile makes a profile where there was none, with nothing to take in but still to be noted', () => {
    expect(freezeProfile(input)).toMatchObject({
      version: 1,
      state: encodeState(emptyProfileState),
      pagedIds: { kind: 'none' },
      wakeAtMs: null,
      joined: { into: 'ada', absorbed: false },
      outbox: null,
    });
  });
});

describe('absorbedProfile', () => {
  test('absorbedProfile empties the state, keeps the ids, and announces nothing again', () => {
    fc.assert(
      fc.property(anyRecord, (record) => {
        const frozen = freezeProfile({ ...input, record });
        expect(absorbedProfile(frozen)).toEqual({
          ...frozen,
          version: frozen.version + 1,
          state: encodeState(emptyProfileState),
          joined: { into: 'ada', absorbed: true },
          outbox: null,
        });
      }),
    );
  });

  test('absorbedProfile refuses a profile that is not joined', () => {
    const record = recordOf(advance({ events: [visit('a')] }));
    expect(() => absorbedProfile(record)).toThrow('Cannot empty the profile of ada: it is not joined');
  });
});
