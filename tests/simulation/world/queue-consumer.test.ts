import { describe, expect, test } from 'vitest';
import { maximumReceiveCount } from '#infra/function-limits.ts';
import type { FaultRates } from '../plan.ts';
import { noSpoiler, type QueueHandler, type Spoiler } from '../spoiler.ts';
import { exampleStartMs, exampleWorld, runToEnd } from './example-world.ts';
import { createFleet } from './fleet.ts';
import { pauseOf } from './invocation.ts';
import { consumeQueue, sparedFromReceive } from './queue-consumer.ts';
import { createSimulatedQueue } from './simulated-queue.ts';

const consumption = { batchSize: 10, maximumConcurrency: 3, visibilityTimeoutSeconds: 360 };

type Receive = { readonly bodies: readonly string[]; readonly atMs: number };

/** Consumes the bodies with a handler until the queue is at rest. */
async function consume(
  bodies: readonly string[],
  handle: QueueHandler,
  faults: Partial<FaultRates> = {},
  spoiler: Spoiler = noSpoiler,
) {
  const world = exampleWorld(faults, {}, spoiler);
  const queue = createSimulatedQueue(world, 'event');
  const receives: Receive[] = [];
  const fleet = createFleet<QueueHandler>(world, 'profile', () => (messages) => {
    receives.push({ bodies: messages.map(({ body }) => body), atMs: world.scheduler.nowMs() - exampleStartMs });
    return handle(messages);
  });
  consumeQueue(world, queue, fleet, consumption, { received: () => undefined, settled: () => undefined });
  for (const body of bodies) queue.enqueue(body);
  await runToEnd(world);
  return { world, queue, receives };
}

const allDone: QueueHandler = async () => new Set();
const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

describe('consumeQueue', () => {
  test('consumeQueue hands out every message once where nothing goes wrong', async () => {
    const { queue, receives } = await consume(letters, allDone);
    expect(receives.flatMap((receive) => receive.bodies).toSorted()).toEqual(letters);
    expect(queue.deadLetters).toEqual([]);
  });

  test('consumeQueue hands out a failed message again after the visibility timeout, and its neighbours not', async () => {
    let failures = 0;
    const { receives } = await consume(letters, async (messages) => {
      const bad = messages.filter(({ body }) => body === 'c' && failures < 2);
      failures += bad.length;
      return new Set(bad.map(({ id }) => id));
    });
    const receivesOfC = receives.filter(({ bodies }) => bodies.includes('c')).map(({ atMs }) => atMs);
    expect(receivesOfC).toHaveLength(3);
    expect((receivesOfC[1] ?? 0) - (receivesOfC[0] ?? 0)).toBeGreaterThanOrEqual(360_000);
    expect((receivesOfC[2] ?? 0) - (receivesOfC[1] ?? 0)).toBeGreaterThanOrEqual(360_000);
    expect(receives.flatMap((receive) => receive.bodies)).toHaveLength(letters.length + 2);
  });

  test('consumeQueue brings a message that always fails to the dead letters after exactly the receives allowed', async () => {
    const { queue, receives } = await consume(['poison'], async (messages) => new Set(messages.map(({ id }) => id)));
    expect(receives).toHaveLength(maximumReceiveCount);
    expect(queue.deadLetters).toEqual(['poison']);
  });

  test('consumeQueue brings all messages of a handler that throws back', async () => {
    const { queue, receives } = await consume(['a'], async () => {
      throw new Error('no');
    });
    expect(receives).toHaveLength(maximumReceiveCount);
    expect(queue.deadLetters).toEqual(['a']);
  });

  test('consumeQueue brings the messages of an invocation back that crashed', async () => {
    const { queue, receives, world } = await consume(letters, allDone, { crash: 1 });
    expect(queue.deadLetters).toEqual([]);
    // Two receives crash each, the third is spared.
    expect(Math.max(...letters.map((letter) => receives.filter(({ bodies }) => bodies.includes(letter)).length))).toBe(
      sparedFromReceive,
    );
    expect(world.faults.injected).toHaveProperty(['crash before the answer of profile']);
  });

  test('consumeQueue hands out a message again whose acknowledgement was lost', async () => {
    const { receives, queue } = await consume(['a'], allDone, { lostAcknowledgement: 1 });
    expect(receives).toHaveLength(sparedFromReceive);
    expect(queue.deadLetters).toEqual([]);
  });

  test('consumeQueue delivers a message once more while it is worked on, where the queue repeats it', async () => {
    const world = exampleWorld({ queueRepeat: 1 });
    const queue = createSimulatedQueue(world, 'event');
    const begun: number[] = [];
    const fleet = createFleet<QueueHandler>(world, 'profile', (container) => async () => {
      begun.push(world.scheduler.nowMs());
      await pauseOf(world, container.running)(10_000);
      return new Set();
    });
    consumeQueue(world, queue, fleet, consumption, { received: () => undefined, settled: () => undefined });
    queue.enqueue('a');
    await runToEnd(world);
    expect(begun).toHaveLength(2);
    expect((begun[1] ?? 0) - (begun[0] ?? 0)).toBeLessThan(10_000);
    expect(queue.deadLetters).toEqual([]);
  });

  test('consumeQueue loses what fails where a spoiler acknowledges before the handler', async () => {
    const early: Spoiler = { ...noSpoiler, acknowledges: () => 'before the handler' };
    const { queue, receives } = await consume(['a'], async ([message]) => new Set([message?.id ?? '']), {}, early);
    expect(receives).toHaveLength(1);
    expect(queue.deadLetters).toEqual([]);
  });

  test('consumeQueue works on several batches at once, and on no more than the concurrency allows', async () => {
    const many = Array.from({ length: 60 }, (_, index) => `message ${index}`);
    let running = 0;
    let most = 0;
    const world = exampleWorld();
    const queue = createSimulatedQueue(world, 'event');
    const fleet = createFleet<QueueHandler>(world, 'profile', (container) => async () => {
      running += 1;
      most = Math.max(most, running);
      await pauseOf(world, container.running)(20);
      running -= 1;
      return new Set();
    });
    consumeQueue(world, queue, fleet, consumption, { received: () => undefined, settled: () => undefined });
    for (const body of many) queue.enqueue(body);
    await runToEnd(world);
    expect(most).toBe(consumption.maximumConcurrency);
  });
});
