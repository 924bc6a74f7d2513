import { describe, expect, test } from 'vitest';
import { createMemoryCustomerTable } from '#adapters/memory/memory-customer-table.ts';
import { createMemoryMessageQueue } from '#adapters/memory/memory-message-queue.ts';
import { createMemoryProfileStore } from '#adapters/memory/memory-profile-store.ts';
import type { Change } from '#contracts/announcement.ts';
import { noCustomerTraits } from '#contracts/customer-traits.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import type { RelationMessage } from '#contracts/queue-message.ts';
import { relationsAsked } from '#domain/profile/relations-asked.ts';
import { mostMembersRead, readMembers } from '#functions/read-members.ts';
import { tellMembers } from '#functions/tell-members.ts';
import { concernsOthers, tellRelations } from '#functions/tell-relations.ts';
import { exampleProfile } from '../../contract/example-records.ts';
import { accountRetention, retentionWithoutAccounts } from './account-retention.ts';
import { createAccountWorld } from './account-world.ts';
import { dayMs, eventMessage, exampleEvent, nowMs, purchaseEvent, tenant } from './example-events.ts';
import { createRecordingObserver } from './recording-observer.ts';

const asked = relationsAsked(accountRetention);
const stay = { sinceMs: 0, version: 1, enteredVersion: 1, heldBack: false };
const live = { mode: 'live' } as const;

function createWorld() {
  const profiles = createMemoryProfileStore(createMemoryCustomerTable(), 2_000);
  const relations = createMemoryMessageQueue<RelationMessage>();
  const observer = createRecordingObserver();
  const sent = (): RelationMessage[] => relations.take().map((body) => JSON.parse(body));
  return { profiles, sent, observer, dependencies: { asked, profiles, relations, observer } };
}

function record(customerId: string, more: Partial<ProfileRecord> = {}): ProfileRecord {
  return exampleProfile({ tenant, customerId }, { clock: 'live', outbox: null, memberships: {}, ...more });
}

const entered = (segment: string): Change => {
  return { kind: 'entered', segment, segmentVersion: 1, takenIn: null, leaf: null };
};
const changed = (customerId: string, changes: Change[]) =>
  record(customerId, { outbox: { mode: 'live', correlationId: 'c', cause: { kind: 'time' }, changes } });

describe('concernsOthers', () => {
  test.each<[string, boolean, ProfileRecord]>([
    ['a segment of customers that accounts ask about', true, changed('ada', [entered('keen')])],
    ['a segment of accounts that customers ask about', true, changed('account:acme', [entered('lively')])],
    ['another segment of customers', false, changed('ada', [entered('in-good-company')])],
    ['another segment of accounts', false, changed('account:acme', [entered('busy')])],
    ['a segment of the others by the same name', false, changed('account:acme', [entered('keen')])],
    ['nothing', false, record('ada')],
    [
      'a stay that goes on',
      false,
      changed('ada', [{ kind: 'held back', segment: 'keen', segmentVersion: 1, by: 'threshold' }]),
    ],
  ])('concernsOthers, of a write that changed %s, says %s', (_, isConcern, written) => {
    expect(concernsOthers(asked, written)).toBe(isConcern);
    expect(concernsOthers(relationsAsked(retentionWithoutAccounts), written)).toBe(false);
  });
});

describe('tellRelations', () => {
  test('tellRelations writes how users stand at all their accounts, and has each account count once', async () => {
    const { profiles, sent, dependencies } = createWorld();
    const link = (accountId: string) => ({ accountId, firstMs: 0, lastMs: 0 });
    const users = ['ada', 'bob', 'eve'].map((id) => record(id, { memberships: { keen: stay }, version: 4 }));
    for (const { customerId } of users) {
      const accounts = { links: [link('acme'), link('beta')], more: false };
      await profiles.putTraits(tenant, customerId, { ...noCustomerTraits, accounts, version: 1 });
    }
    await tellRelations(dependencies, users);
    const { members } = await readMembers(profiles, tenant, 'account:acme');
    const register = { version: 4, segments: { keen: true, quiet: false } };
    expect(members).toEqual(['ada', 'bob', 'eve'].map((userId) => ({ userId, register })));
    expect(sent()).toMatchObject([
      { kind: 'count members', account: 'account:acme', memberVersion: 4, clock: live },
      { kind: 'count members', account: 'account:beta', memberVersion: 4, clock: live },
    ]);
  });

  test('tellRelations tells nobody about visitors, and about who has become part of another', async () => {
    const { sent, dependencies } = createWorld();
    const joined = record('anonymous:v2', { joined: { into: 'ada', absorbed: true } });
    await tellRelations(dependencies, [record('anonymous:v1'), joined]);
    expect(sent()).toEqual([]);
  });

  test('tellRelations tells as history what is history', async () => {
    const { profiles, sent, dependencies } = createWorld();
    await profiles.putMember(tenant, 'account:acme', 'ada', { version: 1, segments: {} });
    const history = { kind: 'time' } as const;
    const outbox = { mode: 'replay', correlationId: 'c', cause: history, changes: [entered('lively')] } as const;
    await tellRelations(dependencies, [
      record('account:acme', { clock: 'replay', judgedMs: 5 }),
      record('account:acme', { outbox: { ...outbox, changes: [entered('lively')] } }),
    ]);
    expect(sent().map(({ clock }) => clock)).toEqual([
      { mode: 'replay', asOfMs: 5 },
      { mode: 'replay', asOfMs: null },
    ]);
  });
});

describe('tellMembers', () => {
  const standing = { accountId: 'acme', version: 3, segments: ['lively'] };

  test('tellMembers tells every member once, at most 100 with one message', async () => {
    const { profiles, sent, dependencies } = createWorld();
    const users = Array.from({ length: 250 }, (_, index) => `user ${1_000 + index}`);
    for (const user of users) await profiles.putMember(tenant, 'account:acme', user, { version: 1, segments: {} });
    await tellMembers(dependencies, { tenant, standing, clock: live, correlationId: 'c' });
    const messages = sent();
    expect(messages).toMatchObject([{ standing }, { standing }, { standing }]);
    const told = messages.map((message) => ('members' in message ? message.members : []));
    expect(told.map(({ length }) => length)).toEqual([100, 100, 50]);
    expect(told.flat()).toEqual(users);
  });

  test('tellMembers says that an account has more members than are told', async () => {
    const { sent, observer, dependencies } = createWorld();
    const members = Array.from({ length: mostMembersRead + 1 }, (_, index) => ({ userId: `${index}`, register: null }));
    const profiles = { ...dependencies.profiles, loadMemberChunk: async () => ({ members, next: null }) };
    await tellMembers({ ...dependencies, profiles }, { tenant, standing, clock: live, correlationId: 'c' });
    expect(sent()).toHaveLength(mostMembersRead / 100);
    expect(observer.total('MembersPassedOver')).toBe(1);
  });
});

test('readMembers asks no more once it has as many as may be read', async () => {
  let requests = 0;
  const members = Array.from({ length: 4_000 }, (_, index) => ({ userId: `${index}`, register: null }));
  const loadMemberChunk = async () => {
    requests += 1;
    return { members, next: 'there is more' };
  };
  const read = await readMembers({ loadMemberChunk }, tenant, 'account:acme');
  expect([read.members.length, read.more, requests]).toEqual([mostMembersRead, true, 3]);
});

describe('createAnnounceHandler with accounts', () => {
  const keen = [exampleEvent('g', { type: 'group', name: 'Group', accountId: 'acme' }), purchaseEvent('1', 2)];

  test('createAnnounceHandler publishes nothing before others could be told', async () => {
    const trouble = { isOver: true };
    const world = createAccountWorld({
      relations: (queue) => ({
        send: (messages) => (trouble.isOver ? queue.send(messages) : Promise.reject(new Error('the queue is away'))),
      }),
    });
    await world.handle([eventMessage('m', keen)]);
    trouble.isOver = false;
    await expect(world.announce(world.stream)).rejects.toThrow('the queue is away');
    expect(world.announced).toEqual([]);
    trouble.isOver = true;
    await world.settle();
    expect((await world.record('account:acme'))?.relations.members?.inSegments).toMatchObject({ keen: 1 });
    expect(world.announced.length).toBeGreaterThan(0);
  });

  test('createAnnounceHandler asks for nothing where what changed concerns nobody else', async () => {
    const asked: string[] = [];
    const world = createAccountWorld({
      profiles: (store) => ({
        ...store,
        loadTraits: (of, customerId) => {
          asked.push(customerId);
          return store.loadTraits(of, customerId);
        },
      }),
    });
    await world.handle([eventMessage('m', [exampleEvent('1')])]);
    expect(world.stream).toHaveLength(1);
    await world.announceSome(1);
    expect(asked).toEqual([]);
  });

  test('createProfileHandler takes history of members for history of their account, which nobody acts on', async () => {
    const world = createAccountWorld();
    const asOfMs = nowMs - 300 * dayMs;
    const events = ['ada', 'bob'].flatMap((userId) =>
      keen.map((event) => ({ ...event, userId, timeMs: asOfMs - dayMs })),
    );
    const clock = { mode: 'replay', asOfMs } as const;
    expect(await world.handle([eventMessage('m', events, { clock })])).toEqual(new Set());
    await world.settle();
    expect(await world.segmentsOf('account:acme')).toEqual(['lively']);
    expect(await world.segmentsOf('ada')).toEqual(['in-good-company', 'keen']);
    expect(new Set(world.announced.map(({ mode }) => mode))).toEqual(new Set(['replay']));
    const records = await Promise.all(['account:acme', 'ada', 'bob'].map(world.record));
    expect(records).toMatchObject(records.map(() => ({ clock: 'replay', judgedMs: asOfMs, wakeAtMs: null })));
  });
});
