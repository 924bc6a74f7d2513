import { describe, expect, test } from 'vitest';
import { maximumReceiveCount } from '#infra/function-limits.ts';
import { exampleWorld, runToEnd } from './example-world.ts';
import { createSimulatedQueue, type SimulatedQueue } from './simulated-queue.ts';

async function queueOf(bodies: readonly string[]) {
  const world = exampleWorld();
  const queue = createSimulatedQueue(world, 'event');
  for (const body of bodies) queue.enqueue(body);
  await runToEnd(world);
  return { world, queue };
}

/** Receives one message, which is there. */
function receiveOne(queue: SimulatedQueue) {
  const [message] = queue.receive(1);
  if (message === undefined) throw new Error('Cannot receive: the queue shows nothing');
  return message;
}

describe('createSimulatedQueue', () => {
  test('createSimulatedQueue hands out each message once until somebody shows it again', async () => {
    const { world, queue } = await queueOf(['a', 'b', 'c']);
    const taken = [...queue.receive(2), ...queue.receive(10)];
    expect(taken.map((message) => message.body).toSorted()).toEqual(['a', 'b', 'c']);
    expect(queue.receive(10)).toEqual([]);
    for (const message of taken) queue.showAgain(message, 30_000);
    expect(queue.visible()).toBe(0);
    await runToEnd(world);
    expect(queue.visible()).toBe(3);
  });

  test('createSimulatedQueue hands out nothing that was acknowledged', async () => {
    const { world, queue } = await queueOf(['a']);
    const message = receiveOne(queue);
    queue.showAgain(message, 30_000);
    queue.acknowledge(message);
    await runToEnd(world);
    expect(queue.receive(1)).toEqual([]);
    expect(queue.deadLetters).toEqual([]);
  });

  test('createSimulatedQueue buries a message when it would be received once more than is allowed', async () => {
    const { world, queue } = await queueOf(['poison']);
    for (let receive = 1; receive <= maximumReceiveCount; receive += 1) {
      const message = receiveOne(queue);
      expect(message.receives).toBe(receive);
      queue.showAgain(message, 1_000);
      await runToEnd(world);
    }
    expect(queue.receive(1)).toEqual([]);
    expect(queue.deadLetters).toEqual(['poison']);
  });

  test('createSimulatedQueue lets the latest receive decide when a message is visible again', async () => {
    const { world, queue } = await queueOf(['a']);
    const message = receiveOne(queue);
    queue.showAgain(message, 10);
    queue.showAgain(message, 5_000);
    world.scheduler.after(100, () => queue.showAgain(receiveOne(queue), 60_000));
    const seen: number[] = [];
    for (const delayMs of [50, 6_000, 61_000]) world.scheduler.after(delayMs, () => seen.push(queue.visible()));
    await runToEnd(world);
    expect(seen).toEqual([1, 0, 1]);
  });
});
