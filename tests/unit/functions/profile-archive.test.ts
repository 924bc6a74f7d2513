import { expect, test } from 'vitest';
import { archiveMessageSchema } from '#contracts/queue-message.ts';
import { dayMs, eventMessage, exampleEvent, nowMs, tenant } from './example-events.ts';
import { createProfileWorld } from './profile-world.ts';

const none = new Set<string>();

function archivedIn(bodies: readonly string[]) {
  return bodies.flatMap((body) => archiveMessageSchema.parse(JSON.parse(body)).events);
}

test('createProfileHandler hands a batch to the archive in one message, with what each event came with', async () => {
  const world = createProfileWorld();
  const history = { source: 'import/shop', clock: { mode: 'replay', asOfMs: nowMs } } as const;
  const messages = [eventMessage('a', [exampleEvent('1')]), eventMessage('b', [exampleEvent('2')], history)];
  expect(await world.handle(messages)).toEqual(none);
  expect(world.archive.bodies()).toHaveLength(1);
  expect(archivedIn(world.archive.bodies())).toMatchObject([
    { id: '1', tenant, source: 'queue', correlationId: 'request of a', mode: 'live', asOfMs: null },
    { id: '2', tenant, source: 'import/shop', correlationId: 'request of b', mode: 'replay', asOfMs: nowMs },
  ]);
});

test('createProfileHandler counts nothing before the queue of the archive has it', async () => {
  const seen: number[] = [];
  const world = createProfileWorld({
    archive: (queue) => ({
      async send(messages) {
        await new Promise((resolve) => setImmediate(resolve));
        seen.push(await world.eventsOf());
        return queue.send(messages);
      },
    }),
  });
  await world.handle([eventMessage('a', [exampleEvent('1')])]);
  expect(seen).toEqual([0]);
  expect(await world.eventsOf()).toBe(1);
});

test('createProfileHandler counts nothing of messages that it cannot hand over, and counts them when they come again', async () => {
  const archive = { isAway: true };
  const world = createProfileWorld({
    archive: (queue) => ({
      send: (messages) => (archive.isAway ? Promise.reject(new Error('SQS is away')) : queue.send(messages)),
    }),
  });
  const identify = exampleEvent('2', { type: 'identify', name: 'Identify', properties: { email: 'a@example.com' } });
  const messages = [eventMessage('a', [exampleEvent('1'), identify]), eventMessage('b', [exampleEvent('3')])];
  expect(await world.handle(messages)).toEqual(new Set(['a', 'b']));
  expect(await world.eventsOf()).toBe(0);
  expect((await world.profiles.loadTraits(tenant, 'ada')).version).toBe(0);
  expect(world.observer.warnings[0]).toContain('SQS is away');
  archive.isAway = false;
  expect(await world.handle(messages)).toEqual(none);
  expect(await world.eventsOf()).toBe(3);
});

test('createProfileHandler sends back only the messages whose part could not be handed over', async () => {
  const large = (id: string, userId: string) => exampleEvent(id, { userId, properties: { note: 'x'.repeat(200_000) } });
  const world = createProfileWorld({
    archive: (queue) => ({
      send: (messages) =>
        JSON.stringify(messages).includes('"id":"2"') ? Promise.reject(new Error('refused')) : queue.send(messages),
    }),
  });
  const messages = [eventMessage('a', [large('1', 'ada')]), eventMessage('b', [large('2', 'bob')])];
  expect(await world.handle(messages)).toEqual(new Set(['b']));
  expect([await world.eventsOf('ada'), await world.eventsOf('bob')]).toEqual([1, 0]);
});

test('createProfileHandler archives neither what it sets aside nor wake-ups, and wakes also while the archive is away', async () => {
  const world = createProfileWorld({ archive: () => ({ send: () => Promise.reject(new Error('away')) }) });
  const late = exampleEvent('1', { timeMs: nowMs - 100 * dayMs });
  const wake = { kind: 'wake profile', schemaVersion: 1, tenant, customerId: 'ada', dueMs: nowMs };
  const wakeUp = { id: 'w', body: JSON.stringify(wake), firstId: 'w', sentMs: nowMs };
  expect(await world.handle([eventMessage('late', [late]), wakeUp])).toEqual(none);
  expect(await world.quarantined()).toHaveLength(1);
});

test('createProfileHandler does not archive once more what comes out of the archive, and counts it', async () => {
  const world = createProfileWorld();
  const message = eventMessage('a', [exampleEvent('1')]);
  const body = JSON.stringify({ ...JSON.parse(message.body), kind: 'archived events', source: 'replay' });
  expect(await world.handle([{ ...message, body }])).toEqual(none);
  expect(world.archive.bodies()).toEqual([]);
  expect(await world.eventsOf()).toBe(1);
});
