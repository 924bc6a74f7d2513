import { expect, test } from 'vitest';
import { decodeState } from '#domain/profile/state-layout.ts';
import { allPages } from '../../contract/all-pages.ts';
import { dayMs, eventMessage, exampleEvent, nowMs, purchaseEvent, tenant } from './example-events.ts';
import { createProfileWorld } from './profile-world.ts';
import { receivedMessage } from './received-messages.ts';

const none = new Set<string>();

const wake = (id: string, customerId = 'ada') =>
  receivedMessage(id, JSON.stringify({ kind: 'wake profile', schemaVersion: 1, tenant, customerId, dueMs: nowMs }));
const asOfMs = nowMs - 300 * dayMs;
const replayed = (id: string, daysBefore: number, clock = { mode: 'replay' as const, asOfMs }) =>
  eventMessage(id, [purchaseEvent(id, 300, { timeMs: asOfMs - daysBefore * dayMs })], { clock });

test('createProfileHandler judges history under its own time, and never wakes it', async () => {
  const world = createProfileWorld();
  await world.handle([replayed('h1', 20)]);
  const record = await world.profile();
  expect(record).toMatchObject({ clock: 'replay', judgedMs: asOfMs, wakeAtMs: null });
  expect(Object.keys(record.memberships).toSorted()).toEqual(['quiet', 'valuable']);
  expect(record.outbox?.mode).toBe('replay');
  expect(world.announced()[0]).toMatchObject({ occurredAt: new Date(asOfMs).toISOString(), mode: 'replay' });
});

test('createProfileHandler judges by the running clock once a customer is live, and wakes it', async () => {
  const world = createProfileWorld();
  await world.handle([replayed('h1', 20)]);
  await world.handle([eventMessage('m', [exampleEvent('live')])]);
  const record = await world.profile();
  expect(record).toMatchObject({ clock: 'live', judgedMs: nowMs });
  expect(record.wakeAtMs).toBeGreaterThan(nowMs);
  expect(record.outbox).toMatchObject({ mode: 'live' });
  expect(record.outbox?.changes).toContainEqual({
    kind: 'exited',
    segment: 'quiet',
    segmentVersion: 1,
    takenIn: null,
    leaf: { position: 0, before: 20, after: 0 },
  });
  await world.handle([replayed('h2', 10)]);
  expect(await world.profile()).toMatchObject({ clock: 'live', judgedMs: nowMs, version: 3 });
  expect((await world.profile()).wakeAtMs).not.toBeNull();
});

test('createProfileHandler notices at its wake-up that nothing has happened for 14 days', async () => {
  const world = createProfileWorld();
  await world.handle([eventMessage('m', [exampleEvent('1')])]);
  world.clock.nowMs = nowMs + 14 * dayMs - 1;
  await world.handle([wake('w1')]);
  expect(Object.keys((await world.profile()).memberships)).toEqual(['active']);
  world.clock.nowMs = nowMs + 14 * dayMs;
  expect(await world.handle([wake('w2')])).toEqual(none);
  const record = await world.profile();
  expect(Object.keys(record.memberships)).toEqual(['quiet']);
  expect(record.outbox).toMatchObject({
    cause: { kind: 'time' },
    changes: [
      { kind: 'exited', segment: 'active' },
      { kind: 'entered', segment: 'quiet' },
    ],
  });
  expect(await world.handle([wake('w3'), wake('w4')])).toEqual(none);
  expect(await world.profile()).toEqual(record);
});

test('createProfileHandler keeps the wake-up time as a lower bound when events move the deadline', async () => {
  const world = createProfileWorld();
  await world.handle([eventMessage('m1', [exampleEvent('1')])]);
  const { wakeAtMs } = await world.profile();
  world.clock.nowMs = nowMs + dayMs;
  await world.handle([eventMessage('m2', [exampleEvent('2', { timeMs: nowMs + dayMs })])]);
  expect((await world.profile()).wakeAtMs).toBe(wakeAtMs);
});

test('createProfileHandler passes over the wake-up of a customer who is not there', async () => {
  const world = createProfileWorld();
  expect(await world.handle([wake('w', 'nobody')])).toEqual(none);
  expect(await world.profiles.load(tenant, 'nobody', 'consistent')).toBeNull();
});

test('createProfileHandler works on the groups of one customer one after the other, so that they never meet as writers', async () => {
  const world = createProfileWorld();
  await world.handle([eventMessage('m1', [exampleEvent('1')])]);
  world.clock.nowMs = nowMs + 20 * dayMs;
  const event = exampleEvent('2', { timeMs: world.clock.nowMs });
  const history = eventMessage('m3', [exampleEvent('3')], { clock: { mode: 'replay', asOfMs: nowMs } });
  expect(await world.handle([wake('w'), history, eventMessage('m2', [event])])).toEqual(none);
  expect(world.observer.total('WriteConflicts')).toBe(0);
  expect(decodeState((await world.profile()).state).events).toBe(3);
});

test('createProfileHandler takes events and a wake-up of one customer in one batch', async () => {
  const world = createProfileWorld();
  await world.handle([eventMessage('m1', [exampleEvent('1')])]);
  world.clock.nowMs = nowMs + 20 * dayMs;
  expect(
    await world.handle([wake('w'), eventMessage('m2', [exampleEvent('2', { timeMs: world.clock.nowMs })])]),
  ).toEqual(none);
  expect(Object.keys((await world.profile()).memberships)).toEqual(['active']);
  expect(await world.rememberedIds()).toHaveLength(2);
});

test('createProfileHandler sets events of the future aside: live beyond 5 minutes, history beyond its own time', async () => {
  const world = createProfileWorld();
  const live = [300_000, 300_001].map((aheadMs) => exampleEvent(`ahead-${aheadMs}`, { timeMs: nowMs + aheadMs }));
  expect(await world.handle([eventMessage('m', live), replayed('h0', 0), replayed('h1', -1)])).toEqual(none);
  expect(world.observer.total('EventsApplied')).toBe(2);
  expect(world.observer.total('EventsQuarantined')).toBe(2);
});

test('createProfileHandler sets live events aside that come more than 30 days late, says so, and applies the others', async () => {
  const world = createProfileWorld();
  const onTime = exampleEvent('in time', { timeMs: nowMs - 30 * dayMs });
  const late = exampleEvent('late', { timeMs: nowMs - 30 * dayMs - 1 });
  expect(await world.handle([eventMessage('m', [onTime, late])])).toEqual(none);
  expect(world.observer.total('EventsApplied')).toBe(1);
  expect(await world.quarantined()).toMatchObject([
    {
      reason: 'late',
      detail: 'it happened at 2026-01-30T11:59:59.999Z, more than 30 days before it was received',
      source: 'queue',
      content: JSON.stringify(late),
    },
  ]);
});

test('createProfileHandler judges lateness by when an event was received, however long its message waited', async () => {
  const world = createProfileWorld();
  const message = eventMessage('m', [exampleEvent('1', { timeMs: nowMs - 29 * dayMs })]);
  world.clock.nowMs = nowMs + 18 * dayMs;
  expect(await world.handle([message])).toEqual(none);
  expect(world.observer.total('EventsApplied')).toBe(1);
});

test('createProfileHandler sets aside what is older than any page, whatever time of receipt the sender names', async () => {
  const world = createProfileWorld();
  const timeMs = nowMs - 48 * dayMs - 1;
  await world.handle([eventMessage('m', [exampleEvent('1', { timeMs, receivedMs: timeMs })])]);
  expect((await world.quarantined()).map((entry) => entry.reason)).toEqual(['late']);
});

test('createProfileHandler takes history of any age', async () => {
  const world = createProfileWorld();
  const clock = { mode: 'replay', asOfMs: null } as const;
  const old = [exampleEvent('1', { timeMs: nowMs - 3_000 * dayMs }), exampleEvent('2', { timeMs: 0 })];
  await world.handle([eventMessage('m1', old, { clock }), replayed('h1', 3_000)]);
  expect(world.observer.total('EventsApplied')).toBe(3);
  expect(await world.quarantined()).toEqual([]);
});

test('createProfileHandler counts no repetition of an event as long as it is not too late, though its page expired after', async () => {
  const world = createProfileWorld();
  const message = (id: string, from: number) =>
    eventMessage(
      id,
      Array.from({ length: 150 }, (_, index) => exampleEvent(`event ${from + index}`)),
    );
  await world.handle([message('m1', 0)]);
  await world.handle([message('m2', 150)]);
  const pages = await allPages(world.profiles, { tenant, customerId: 'ada' });
  expect(pages).toMatchObject([{ version: 1 }]);
  world.clock.nowMs = nowMs + 48 * dayMs;
  expect(pages[0]?.expiresMs).toBeGreaterThan(world.clock.nowMs);
  await world.handle([message('m1', 0)]);
  expect(world.observer.total('EventsApplied')).toBe(300);
  world.clock.nowMs += 1;
  await world.handle([message('m1', 0)]);
  expect([world.observer.total('EventsApplied'), world.observer.total('EventsQuarantined')]).toEqual([300, 150]);
});

test('createProfileHandler wakes a live customer who is overdue before history is taken in, so that playbooks hear of it', async () => {
  const world = createProfileWorld();
  await world.handle([eventMessage('m', [exampleEvent('1')])]);
  world.clock.nowMs = nowMs + 14 * dayMs;
  await world.handle([replayed('old', 10)]);
  expect((await world.profile()).outbox?.mode).toBe('replay');
  const writes = world.announced().filter((one) => 'segment' in one && one.segment === 'quiet');
  expect(writes).toMatchObject([{ type: 'Segment Entered', mode: 'live', why: { cause: { kind: 'time' } } }]);
});

test('createProfileHandler names the event that came last and the request that brought it', async () => {
  const world = createProfileWorld();
  await world.handle([eventMessage('one', [exampleEvent('1')]), eventMessage('two', [exampleEvent('2')])]);
  expect(world.announced()[0]).toMatchObject({ causationId: '2', correlationId: 'request of two' });
});

test('createProfileHandler looks at every customer of a packed wake-up, and sends it back whole where one fails', async () => {
  const broken = { customerId: 'bob' };
  const world = createProfileWorld({
    profiles: (store) => ({
      ...store,
      put: (record) =>
        record.customerId === broken.customerId ? Promise.reject(new Error('broken')) : store.put(record),
    }),
  });
  broken.customerId = '';
  const customers = ['ada', 'bob', 'cyd'];
  await world.handle(customers.map((userId) => eventMessage(userId, [exampleEvent(userId, { userId })])));
  broken.customerId = 'bob';
  world.clock.nowMs = nowMs + 14 * dayMs;
  const due = customers.map((customerId) => ({ customerId, dueMs: world.clock.nowMs }));
  const body = JSON.stringify({ kind: 'wake profiles', schemaVersion: 1, tenant, customers: due });
  expect(await world.handle([receivedMessage('w', body)])).toEqual(new Set(['w']));
  const segmentsOf = async (customerId: string) => Object.keys((await world.profile(customerId)).memberships);
  expect(await Promise.all(customers.map(segmentsOf))).toEqual([['quiet'], ['active'], ['quiet']]);
  broken.customerId = '';
  expect(await world.handle([receivedMessage('w', body)])).toEqual(none);
  expect(await Promise.all(customers.map(segmentsOf))).toEqual([['quiet'], ['quiet'], ['quiet']]);
});
