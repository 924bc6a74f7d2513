import { expect, test } from 'vitest';
import { createMemoryMessageQueue } from '#adapters/memory/memory-message-queue.ts';
import { createMemoryRunStore } from '#adapters/memory/memory-run-store.ts';
import { createMemoryWakeIndex } from '#adapters/memory/memory-wake-index.ts';
import {
  type ProfileWakesMessage,
  profileWakesMessageSchema,
  type RunWakeMessage,
  runWakeMessageSchema,
} from '#contracts/queue-message.ts';
import { createWakeHandler } from '#functions/wake/handler.ts';
import { exampleProfile, exampleRun } from '../../contract/example-records.ts';
import { dayMs, eventMessage, exampleEvent, nowMs, tenant } from './example-events.ts';
import { createProfileWorld } from './profile-world.ts';
import { receivedMessage } from './received-messages.ts';
import { createRecordingObserver } from './recording-observer.ts';

function createWorld() {
  const profileWorld = createProfileWorld();
  const profileQueue = createMemoryMessageQueue<ProfileWakesMessage>();
  const runQueue = createMemoryMessageQueue<RunWakeMessage>();
  const observer = createRecordingObserver();
  const index = createMemoryWakeIndex(profileWorld.table);
  const clock = () => profileWorld.clock.nowMs;
  return {
    ...profileWorld,
    runs: createMemoryRunStore(profileWorld.table),
    profileQueue,
    runQueue,
    wakeObserver: observer,
    tick: createWakeHandler({ index, profileQueue, runQueue, clock, observer }),
  };
}

test('createWakeHandler sends what is due to the queue that looks at it again, and nothing else', async () => {
  const world = createWorld();
  for (let index = 0; index < 30; index += 1) {
    const customer = { tenant, customerId: `customer ${index}` };
    await world.profiles.put(exampleProfile(customer, { wakeAtMs: nowMs + (index < 20 ? -index : 1) }));
    await world.runs.putRun(exampleRun(customer, { wakeAtMs: nowMs + (index < 10 ? 0 : index) }));
  }
  expect(await world.tick()).toEqual({ woken: 30 });
  const messages = world.profileQueue.take().map((body) => profileWakesMessageSchema.parse(JSON.parse(body)));
  expect(messages).toHaveLength(1);
  const profiles = messages.flatMap((message) => message.customers);
  const runs = world.runQueue.take().map((body) => runWakeMessageSchema.parse(JSON.parse(body)));
  expect(profiles.map((message) => Number(message.customerId.split(' ')[1])).toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: 20 }, (_, index) => index),
  );
  expect(profiles.every((message) => message.dueMs <= nowMs)).toBe(true);
  expect(runs).toHaveLength(10);
  expect(runs[0]).toMatchObject({ tenant, runId: 'win-back#000000000001', dueMs: nowMs });
  expect(world.wakeObserver.total('Woken')).toBe(30);
});

test('createWakeHandler sends nothing when nothing is due', async () => {
  const world = createWorld();
  await world.profiles.put(exampleProfile({ tenant, customerId: 'ada' }, { wakeAtMs: nowMs + 1 }));
  expect(await world.tick()).toEqual({ woken: 0 });
  expect(world.profileQueue.bodies()).toEqual([]);
  expect(world.runQueue.bodies()).toEqual([]);
});

test('createWakeHandler wakes a customer until someone has looked, and then no more', async () => {
  const world = createWorld();
  await world.handle([eventMessage('m', [exampleEvent('1')])]);
  world.clock.nowMs = nowMs + 14 * dayMs;
  expect(await world.tick()).toEqual({ woken: 1 });
  expect(await world.tick()).toEqual({ woken: 1 });
  const messages = world.profileQueue.take().map((body, index) => receivedMessage(`wake ${index}`, body));
  expect(await world.handle(messages)).toEqual(new Set());
  expect(Object.keys((await world.profile()).memberships)).toEqual(['quiet']);
  expect(await world.tick()).toEqual({ woken: 0 });
});

test('createWakeHandler does not answer when a queue does not store what it was sent', async () => {
  const world = createWorld();
  await world.profiles.put(exampleProfile({ tenant, customerId: 'ada' }, { wakeAtMs: nowMs }));
  const tick = createWakeHandler({
    index: createMemoryWakeIndex(world.table),
    profileQueue: { send: () => Promise.reject(new Error('the queue is away')) },
    runQueue: world.runQueue,
    clock: () => nowMs,
    observer: world.wakeObserver,
  });
  await expect(tick()).rejects.toThrow('the queue is away');
});
