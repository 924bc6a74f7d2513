import { describe, expect, test } from 'vitest';
import type { TableCharge } from '#adapters/memory/memory-table-charges.ts';
import { retentionWithoutAccounts } from './account-retention.ts';
import { createAccountWorld } from './account-world.ts';
import { eventMessage, exampleEvent, nowMs, purchaseEvent, tenant } from './example-events.ts';

const none = new Set<string>();
const ofAcme = { accountId: 'acme' };

describe('createProfileHandler with events that name an account', () => {
  test('createProfileHandler counts an event for its customer and for the account that it names', async () => {
    const world = createAccountWorld();
    const events = [
      exampleEvent('1', ofAcme),
      exampleEvent('2', { ...ofAcme, userId: 'bob' }),
      exampleEvent('3', { ...ofAcme, userId: null, anonymousId: 'v1' }),
      exampleEvent('4', { accountId: 'beta' }),
      exampleEvent('5'),
      exampleEvent('6', { accountId: 'null' }),
    ];
    expect(await world.handle([eventMessage('m', events)])).toEqual(none);
    expect(await Promise.all(['ada', 'bob', 'anonymous:v1'].map(world.eventsOf))).toEqual([4, 1, 1]);
    expect(await Promise.all(['account:acme', 'account:beta', 'account:null'].map(world.eventsOf))).toEqual([3, 1, 0]);
  });

  test('createProfileHandler counts as applied what customers have counted, and what accounts have by itself', async () => {
    const world = createAccountWorld();
    const messages = [eventMessage('m', [exampleEvent('1', ofAcme), exampleEvent('1', ofAcme), exampleEvent('2')])];
    await world.handle(messages);
    await world.handle(messages);
    const total = world.observer.total;
    expect([total('EventsApplied'), total('EventsDuplicate')]).toEqual([2, 4]);
    expect([total('AccountEventsApplied'), total('AccountEventsDuplicate')]).toEqual([1, 3]);
  });

  test('createProfileHandler takes the same event id of two users for two events of their account', async () => {
    const world = createAccountWorld();
    await world.handle([
      eventMessage('m', [exampleEvent('1', ofAcme), exampleEvent('1', { ...ofAcme, userId: 'bob' })]),
    ]);
    expect(await world.eventsOf('account:acme')).toBe(2);
  });

  test('createProfileHandler writes an account once for all its events of a batch', async () => {
    const world = createAccountWorld();
    const users = Array.from({ length: 30 }, (_, index) => `user ${index}`);
    const messages = users.map((userId) => eventMessage(userId, [purchaseEvent('1', 5, { ...ofAcme, userId })]));
    expect(await world.handle(messages)).toEqual(none);
    expect([world.puts('account:acme'), await world.eventsOf('account:acme')]).toEqual([1, 30]);
  });

  test('createProfileHandler counts more events of an account in one batch than go into one write', async () => {
    const world = createAccountWorld();
    const events = Array.from({ length: 450 }, (_, index) =>
      exampleEvent(`${index}`, { ...ofAcme, userId: `user ${index % 50}` }),
    );
    await world.handle([eventMessage('m', [...events, ...events.toReversed()])]);
    expect([world.puts('account:acme'), await world.eventsOf('account:acme')]).toEqual([3, 450]);
  });

  test('createProfileHandler archives an event once, whomever it counts for', async () => {
    const world = createAccountWorld();
    await world.handle([eventMessage('m', [exampleEvent('1', ofAcme)])]);
    expect(world.archive.bodies().flatMap((body) => JSON.parse(body).events)).toHaveLength(1);
  });

  test('createProfileHandler keeps no profile of accounts where no feature and no segment is theirs', async () => {
    const world = createAccountWorld({ definitions: retentionWithoutAccounts });
    const told = exampleEvent('1', { ...ofAcme, type: 'group', name: 'Group', properties: { plan: 'pro' } });
    await world.handle([eventMessage('m', [told, exampleEvent('2', ofAcme)])]);
    expect(await world.record('account:acme')).toBeNull();
    expect((await world.profiles.loadTraits(tenant, 'account:acme')).traits).toMatchObject({ plan: { value: 'pro' } });
    expect((await world.profiles.loadTraits(tenant, 'ada')).unsettled).toEqual([]);
    expect(world.queue.bodies()).toEqual([]);
  });

  test.each([
    ['customers', [1, 0]],
    ['accounts', [0, 1]],
    ['both', [1, 1]],
  ] as const)(
    'createProfileHandler counts archived events for %s alone where they are sent for them',
    async (countsFor, counted) => {
      const world = createAccountWorld();
      const { body, ...message } = eventMessage('m', [exampleEvent('1', ofAcme)]);
      const archived = JSON.stringify({ ...JSON.parse(body), kind: 'archived events', countsFor });
      expect(await world.handle([{ ...message, body: archived }])).toEqual(none);
      expect(await Promise.all(['ada', 'account:acme'].map(world.eventsOf))).toEqual(counted);
    },
  );
});

describe('createProfileHandler with accounts that cannot be written', () => {
  test.each(['account:acme', 'ada'])(
    'createProfileHandler sends the message back when %s fails, and counts each once',
    async (away) => {
      const trouble = { isOver: false };
      const world = createAccountWorld({
        profiles: (store) => ({
          ...store,
          put: (record) =>
            record.customerId === away && !trouble.isOver ? Promise.reject(new Error('away')) : store.put(record),
        }),
      });
      const messages = [
        eventMessage('m1', [exampleEvent('1', ofAcme)]),
        eventMessage('m2', [exampleEvent('2', { userId: 'bob' })]),
      ];
      expect(await world.handle(messages)).toEqual(new Set(['m1']));
      trouble.isOver = true;
      expect(await world.handle(messages.slice(0, 1))).toEqual(none);
      expect(await Promise.all(['ada', 'bob', 'account:acme'].map(world.eventsOf))).toEqual([1, 1, 1]);
    },
  );
});

describe('createProfileHandler with the time of an account', () => {
  test('createProfileHandler judges an account by the segments of accounts alone, and wakes it', async () => {
    const world = createAccountWorld();
    await world.handle([
      eventMessage(
        'm',
        [1, 2, 3, 4, 5].map((id) => exampleEvent(`${id}`, ofAcme)),
      ),
    ]);
    expect(await world.segmentsOf('account:acme')).toEqual(['busy']);
    const wakeAtMs = (await world.record('account:acme'))?.wakeAtMs ?? null;
    expect(wakeAtMs).not.toBeNull();
    world.clock.nowMs = wakeAtMs ?? nowMs;
    const wake = { kind: 'wake profile', schemaVersion: 1, tenant, customerId: 'account:acme', dueMs: wakeAtMs };
    const message = { id: 'w', firstId: 'w', sentMs: world.clock.nowMs, body: JSON.stringify(wake) };
    expect(await world.handle([message])).toEqual(none);
    expect((await world.record('account:acme'))?.wakeAtMs).not.toBe(wakeAtMs);
    await world.settle();
    expect(world.announced.filter(({ customerId }) => customerId === 'account:acme')).toMatchObject([
      { type: 'Churn Risk Changed', to: 'low' },
      { type: 'Segment Entered', segment: 'busy', why: { cause: { kind: 'event', eventId: '5' } } },
      { type: 'Churn Risk Changed', from: 'low', why: { cause: { kind: 'time' } } },
    ]);
  });
});

test('createProfileHandler pays one more write unit, and half a read unit, for each account and batch', async () => {
  const units = { reads: 0, writes: 0 };
  const onCharge = ({ kind, units: own, indexUnits }: TableCharge) => {
    if (kind === 'read units') units.reads += own;
    else units.writes += own + indexUnits;
  };
  const world = createAccountWorld({ onCharge });
  const users = Array.from({ length: 20 }, (_, index) => `user ${index}`);
  const batch = (id: string, more: object) =>
    world.handle([
      eventMessage(
        id,
        users.map((userId) => exampleEvent(id, { userId, ...more })),
      ),
    ]);
  // The first write of each sets its wake-up.
  await batch('first', ofAcme);
  Object.assign(units, { reads: 0, writes: 0 });
  await batch('without', {});
  const without = { ...units };
  Object.assign(units, { reads: 0, writes: 0 });
  await batch('with', ofAcme);
  expect([without, units]).toEqual([
    { reads: 10, writes: 20 },
    { reads: 10.5, writes: 21 },
  ]);
});
