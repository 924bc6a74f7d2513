import { expect, test } from 'vitest';
import { dayMs, eventMessage, exampleEvent, nowMs, purchaseEvent, tenant } from './example-events.ts';
import { createProfileWorld } from './profile-world.ts';

const none = new Set<string>();

const wake = (id: string, customerId = 'ada') => {
  return { id, body: JSON.stringify({ kind: 'wake profile', schemaVersion: 1, tenant, customerId, dueMs: nowMs }) };
};
const asOfMs = nowMs - 300 * dayMs;
const replayed = (id: string, daysBefore: number, clock = { mode: 'replay' as const, asOfMs }) =>
  eventMessage(id, [purchaseEvent(id, 300, { timeMs: asOfMs - daysBefore * dayMs })], { clock });

test('createProfileHandler judges history under its own time, and never wakes it', async () => {
  const world = createProfileWorld();
  await world.handle([replayed('h1', 20)]);
  const record = await world.profile();
  expect(record).toMatchObject({ clock: 'replay', judgedMs: asOfMs, wakeAtMs: null });
  expect(Object.keys(record.memberships).toSorted()).toEqual(['quiet', 'valuable']);
  expect(record.outbox.map((transition) => transition.mode)).not.toContain('live');
  expect(record.outbox[0]?.occurredAt).toBe(new Date(asOfMs).toISOString());
});

test('createProfileHandler judges by the running clock once a customer is live, and wakes it', async () => {
  const world = createProfileWorld();
  await world.handle([replayed('h1', 20)]);
  await world.handle([eventMessage('m', [exampleEvent('live')])]);
  const record = await world.profile();
  expect(record).toMatchObject({ clock: 'live', judgedMs: nowMs });
  expect(record.wakeAtMs).toBeGreaterThan(nowMs);
  expect(record.outbox).toContainEqual(
    expect.objectContaining({ type: 'Segment Exited', segment: 'quiet', mode: 'live' }),
  );
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
  expect(record.outbox.map((transition) => transition.why.cause.kind)).toEqual(['time', 'time']);
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
  expect(await world.profiles.load(tenant, 'nobody')).toBeNull();
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

test('createProfileHandler wakes a live customer who is overdue before history is taken in, so that playbooks hear of it', async () => {
  const world = createProfileWorld();
  await world.handle([eventMessage('m', [exampleEvent('1')])]);
  world.clock.nowMs = nowMs + 14 * dayMs;
  await world.handle([replayed('old', 10)]);
  const woken = (await world.profile()).outbox.filter((one) => one.mode === 'live');
  expect(woken).toEqual([]);
  const writes = world.announced().filter((one) => 'segment' in one && one.segment === 'quiet');
  expect(writes).toMatchObject([{ type: 'Segment Entered', mode: 'live', why: { cause: { kind: 'time' } } }]);
});

test('createProfileHandler names the event that came last and the request that brought it', async () => {
  const world = createProfileWorld();
  await world.handle([eventMessage('one', [exampleEvent('1')]), eventMessage('two', [exampleEvent('2')])]);
  expect((await world.profile()).outbox[0]).toMatchObject({ causationId: '2', correlationId: 'request of two' });
});
