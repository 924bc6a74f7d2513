import { expect, test } from 'vitest';
import { decodeState } from '#domain/profile/state-layout.ts';
import type { ProfileStore } from '#ports/profile-store.ts';
import { eventMessage, exampleEvent, purchaseEvent, tenant } from './example-events.ts';
import { createProfileWorld } from './profile-world.ts';
import { receivedMessage } from './received-messages.ts';

const none = new Set<string>();
const range = (count: number) => Array.from({ length: count }, (_, index) => exampleEvent(`event ${index}`));

const failing = (broken: Partial<ProfileStore>) =>
  createProfileWorld({ profiles: (store) => ({ ...store, ...broken }) });

test('createProfileHandler decides anew when another wrote in between, and both count', async () => {
  const other = { isWaiting: true };
  const world = createProfileWorld({
    profiles: (store) => ({
      ...store,
      async put(record) {
        if (other.isWaiting) {
          other.isWaiting = false;
          await world.handle([eventMessage('theirs', [purchaseEvent('2', 5)])]);
        }
        return store.put(record);
      },
    }),
  });
  expect(await world.handle([eventMessage('ours', [purchaseEvent('1', 7), purchaseEvent('2', 5)])])).toEqual(none);
  const record = await world.profile();
  expect(decodeState(record.state).totals.get('purchase')).toMatchObject({ count: 2, sumMinor: 1_200 });
  expect(record.version).toBe(2);
  expect(world.observer.total('EventsApplied')).toBe(2);
  expect(world.observer.total('EventsDuplicate')).toBe(1);
  expect(world.observer.total('WriteConflicts')).toBe(1);
  expect(world.pausesMs).toEqual([10]);
});

test('createProfileHandler gives up after 25 conflicts, with pauses that grow to a bound, and the message goes back', async () => {
  const world = failing({ put: async () => 'conflict' });
  expect(await world.handle([eventMessage('m', [exampleEvent('1')])])).toEqual(new Set(['m']));
  expect(world.pausesMs).toEqual([10, 20, 40, 80, 160, 320, 640, ...Array.from({ length: 17 }, () => 1_000)]);
  expect(world.observer.warnings[0]).toContain('Cannot write customer ada: others wrote first 25 times');
  expect(world.observer.total('EventsApplied')).toBe(0);
});

test('createProfileHandler sends back the messages of a customer that fails, and finishes the others', async () => {
  const world = createProfileWorld({
    profiles: (store) => ({
      ...store,
      put: (record) =>
        record.customerId === 'bob' ? Promise.reject(new Error('the store is away')) : store.put(record),
    }),
  });
  const bob = exampleEvent('9', { userId: 'bob' });
  const messages = [
    eventMessage('both', [exampleEvent('1'), bob]),
    eventMessage('only ada', [exampleEvent('2')]),
    eventMessage('only bob', [bob]),
  ];
  expect(await world.handle(messages)).toEqual(new Set(['both', 'only bob']));
  expect(await world.rememberedIds('ada')).toHaveLength(2);
  expect(await world.profiles.load(tenant, 'bob', 'consistent')).toBeNull();
});

test('createProfileHandler does not write the profile when a page of ids could not be written before it', async () => {
  const world = createProfileWorld({
    profiles: (store) => ({ ...store, putPage: () => Promise.reject(new Error('the store is away')) }),
  });
  expect(await world.handle([eventMessage('m1', range(120))])).toEqual(none);
  expect(await world.handle([eventMessage('m2', [exampleEvent('one more')])])).toEqual(new Set(['m2']));
  expect((await world.profile()).version).toBe(1);
});

test('createProfileHandler counts what was written before a later part of a burst failed', async () => {
  const puts = { left: 1 };
  const world = createProfileWorld({
    profiles: (store) => ({
      ...store,
      put(record) {
        puts.left -= 1;
        return puts.left < 0 ? Promise.reject(new Error('the store is away')) : store.put(record);
      },
    }),
  });
  const message = eventMessage('m', range(300));
  expect(await world.handle([message])).toEqual(new Set(['m']));
  expect(world.observer.total('EventsApplied')).toBe(200);
  puts.left = 10;
  expect(await world.handle([message])).toEqual(none);
  expect(world.observer.total('EventsApplied')).toBe(300);
});

test.each([
  'not JSON',
  '',
  'null',
  '{"kind":"unknown"}',
  JSON.stringify({
    kind: 'events',
    schemaVersion: 2,
    tenant,
    correlationId: 'c',
    clock: { mode: 'live' },
    events: [1],
  }),
  JSON.stringify({
    kind: 'events',
    schemaVersion: 1,
    tenant: 'a|b',
    correlationId: 'c',
    clock: { mode: 'live' },
    events: [1],
  }),
])('createProfileHandler sends back a message that it cannot read, and finishes the others: %s', async (body) => {
  const world = createProfileWorld();
  const failed = await world.handle([receivedMessage('bad', body), eventMessage('good', [exampleEvent('1')])]);
  expect(failed).toEqual(new Set(['bad']));
  expect(await world.rememberedIds()).toHaveLength(1);
  expect(world.observer.warnings[0]).toContain('Cannot read a message');
});

test('createProfileHandler sets bad events of the queue aside with their reason, and applies their neighbours', async () => {
  const world = createProfileWorld();
  const bad = [
    { nonsense: true },
    exampleEvent('2', { tenant: 'other' }),
    exampleEvent('3', { userId: null }),
    purchaseEvent('4', Number.NaN),
  ];
  expect(await world.handle([eventMessage('m', [exampleEvent('1'), ...bad])])).toEqual(none);
  const reasons = (await world.quarantined()).map((entry) => `${entry.reason}: ${entry.detail}`);
  expect(reasons.toSorted()).toEqual([
    'no customer: neither userId nor anonymousId is given',
    'schema: properties.total must be an amount of money: null',
    expect.stringMatching(/^schema: tenant: Invalid input/),
    'schema: tenant: is other in a batch of shop',
  ]);
  expect(world.observer.total('EventsApplied')).toBe(1);
  expect(world.observer.total('EventsQuarantined')).toBe(4);
  expect(await world.profiles.load('other', 'ada', 'consistent')).toBeNull();
});

test('createProfileHandler sends a message back when what it sets aside could not be stored', async () => {
  const world = createProfileWorld({
    ledger: (ledger) => ({ ...ledger, quarantine: () => Promise.reject(new Error('the store is away')) }),
  });
  const failed = await world.handle([eventMessage('m1', [{}, exampleEvent('1')]), eventMessage('m2', range(1))]);
  expect(failed).toEqual(new Set(['m1']));
  expect(await world.rememberedIds()).toHaveLength(2);
});

test('createProfileHandler keeps traits small enough for one item, whatever names and values are sent', async () => {
  const world = createProfileWorld();
  const names = Array.from({ length: 60 }, (_, index) => `${index} ${'名'.repeat(index % 2 === 0 ? 190 : 250)}`);
  const properties = Object.fromEntries(names.map((name) => [name, '値'.repeat(990)]));
  const identify = { type: 'identify' as const, name: 'Identify', properties };
  expect(await world.handle([eventMessage('m', [exampleEvent('1', identify)])])).toEqual(none);
  const { traits } = await world.profiles.loadTraits(tenant, 'ada');
  expect(Object.keys(traits)).toHaveLength(30);
  expect(Buffer.byteLength(JSON.stringify(traits))).toBeLessThan(400 * 1024);
});
