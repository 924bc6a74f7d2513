import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { drain, messagesOf } from './draining.ts';
import { eventMessage, exampleEvent, nowMs, tenant } from './example-events.ts';
import { type Fault, withFaults } from './faulty-profile-store.ts';
import { expectJoined, identifyEvent, userEvent, visitorEvent } from './joining.ts';
import { createProfileWorld } from './profile-world.ts';
import { receivedMessage } from './received-messages.ts';
import { withStaleReads } from './stale-profile-store.ts';

const none = new Set<string>();
const range = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => exampleEvent(`event ${from + index}`));

test('createProfileHandler never miscounts when eventual reads give older versions, or nothing at all', async () => {
  const events = fc.array(fc.oneof(fc.nat({ max: 90 }).map(visitorEvent), fc.nat({ max: 200 }).map(userEvent)), {
    maxLength: 400,
    size: 'max',
  });
  const plans = fc.record({
    events,
    behind: fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 200, size: 'max' }),
    faults: fc.array(fc.constantFrom<Fault>('none', 'none', 'none', 'fails', 'answer lost', 'conflict'), {
      maxLength: 60,
    }),
    joinAt: fc.nat(400),
    size: fc.integer({ min: 1, max: 4 }),
    workers: fc.integer({ min: 1, max: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(plans, async ({ events: drawn, behind, faults, joinAt, size, workers }) => {
      const all = drawn.toSpliced(joinAt, 0, identifyEvent('join'));
      const world = createProfileWorld({ profiles: (store) => withFaults(withStaleReads(store, behind), faults) });
      await drain(messagesOf([...all, ...all.slice(0, 60)], 20), { size, workers }, world.handle);
      await expectJoined(world, all);
    }),
    { numRuns: 120 },
  );
});

test('createProfileHandler meets a conflict after a stale read, reads consistently then, and writes', async () => {
  const world = createProfileWorld({ profiles: (store) => withStaleReads(store, [0, 0, 2]) });
  await world.handle([eventMessage('m1', range(1))]);
  await world.handle([eventMessage('m2', range(1, 1))]);
  expect(await world.handle([eventMessage('m3', range(2, 1))])).toEqual(none);
  expect(world.observer.total('WriteConflicts')).toBe(1);
  expect(await world.profile()).toMatchObject({ version: 3 });
  expect([world.observer.total('EventsApplied'), world.observer.total('EventsDuplicate')]).toEqual([3, 1]);
});

test('createProfileHandler needs eventual reads for nothing but the price: where they never see a write, all counts', async () => {
  const world = createProfileWorld({
    profiles: (store) => ({
      ...store,
      load: async (owner, id, consistency) => (consistency === 'eventual' ? null : store.load(owner, id, consistency)),
      loadMany: async (owners) => owners.map(() => ({ kind: 'read', record: null })),
    }),
  });
  const events = [...Array.from({ length: 8 }, (_, n) => visitorEvent(n)), identifyEvent('join'), userEvent(1)];
  for (const event of [...events, ...events]) {
    expect(await world.handle([eventMessage('m', [event])])).toEqual(none);
  }
  await expectJoined(world, events);
});

test('createProfileHandler acknowledges a repetition that even an old version knows, without a write', async () => {
  const world = createProfileWorld({ profiles: (store) => withStaleReads(store, [0, 0, 1]) });
  await world.handle([eventMessage('m1', range(3))]);
  await world.handle([eventMessage('m2', range(3, 3))]);
  expect(await world.handle([eventMessage('m1', range(3))])).toEqual(none);
  expect(await world.profile()).toMatchObject({ version: 2 });
  expect(world.observer.total('WriteConflicts')).toBe(0);
});

test('createProfileHandler writes a page from an old version only with what that version held', async () => {
  const world = createProfileWorld({ profiles: (store) => withStaleReads(store, [0, 0, 1, 2]) });
  for (let index = 0; index < 4; index += 1) {
    await world.handle([eventMessage(`m${index}`, range(100, index * 100))]);
  }
  const again = world.restart();
  for (let from = 0; from < 400; from += 80) await again([eventMessage('again', range(80, from))]);
  expect(world.observer.total('EventsApplied')).toBe(400);
  expect((await world.rememberedIds()).length).toBe(400);
});

const wakeBody = { kind: 'wake profile', schemaVersion: 1, tenant, customerId: 'ada', dueMs: nowMs };
const wake = receivedMessage('w', JSON.stringify(wakeBody));

test('createProfileHandler wakes a customer once, though it read an old version first', async () => {
  const world = createProfileWorld({ profiles: (store) => withStaleReads(store, [0, 0, 1, 0]) });
  await world.handle([eventMessage('m1', range(1))]);
  await world.handle([eventMessage('m2', range(1, 1))]);
  const before = await world.profile();
  world.clock.nowMs = nowMs + 14 * 86_400_000;
  expect(await world.handle([wake])).toEqual(none);
  const woken = await world.profile();
  expect(woken.version).toBe(before.version + 1);
  expect(Object.keys(woken.memberships)).toEqual(['quiet']);
  expect(await world.handle([wake])).toEqual(none);
  expect(await world.profile()).toEqual(woken);
});

test('createProfileHandler does nothing where an old read shows nobody to wake, and the customer stays due', async () => {
  const world = createProfileWorld({ profiles: (store) => withStaleReads(store, [0, 1]) });
  await world.handle([eventMessage('m1', range(1))]);
  const before = await world.profile();
  world.clock.nowMs = nowMs + 14 * 86_400_000;
  expect(await world.handle([wake])).toEqual(none);
  expect(await world.profile()).toEqual(before);
  expect(before.wakeAtMs).toBeLessThanOrEqual(world.clock.nowMs);
  await world.handle([wake]);
  expect(Object.keys((await world.profile()).memberships)).toEqual(['quiet']);
});
