import type { FailedMessages } from '#functions/received-message.ts';
import type { QueueHandler } from '../spoiler.ts';
import type { QueueConsumption } from './event-sources.ts';
import type { Fleet, Outcome } from './fleet.ts';
import type { QueuedMessage, SimulatedQueue } from './simulated-queue.ts';
import type { World } from './world.ts';

/** Told of every batch when it is handed out, and when its invocation has ended. */
export type ConsumptionWatcher = {
  received(messages: readonly QueuedMessage[]): void;
  settled(messages: readonly QueuedMessage[]): void;
};

/**
 * From this receive on a message, and whatever is in its batch, is spared everything that goes wrong by chance: otherwise
 * chance alone would fill the dead-letter queues. The two receives between belong to the outage of a plan.
 */
export const sparedFromReceive = 3;

/** The share of messages that find nobody to work on them for a while, so that messages pile up and are worked on at once. */
const holdShare = 0.2;
const longestHoldMs = 15 * 60_000;

/** A message that is delivered twice is so within this time. */
const repeatWithinMs = 4_000;

/** Hands a queue's messages to a function in batches, several at once, and takes off the queue what is done. */
export function consumeQueue(
  world: World,
  queue: SimulatedQueue,
  fleet: Fleet<QueueHandler>,
  consumption: QueueConsumption,
  watcher: ConsumptionWatcher,
): void {
  const { scheduler, random, faults, spoiler, trace } = world;
  const visibilityMs = consumption.visibilityTimeoutSeconds * 1000;
  let polls = 0;
  let heldUntilMs = 0;

  const acknowledge = (message: QueuedMessage) => {
    const isSpared = message.receives >= sparedFromReceive;
    if (!isSpared && faults.happens('lostAcknowledgement', 'lost acknowledgement of', queue.name)) return;
    queue.acknowledge(message);
  };
  const settle = (batch: readonly QueuedMessage[], outcome: Outcome<FailedMessages>) => {
    watcher.settled(batch);
    for (const message of batch) {
      if (outcome.kind === 'answered' && !outcome.answer.has(message.id)) acknowledge(message);
    }
    trace?.(`${queue.name}: ${outcome.kind}, ${outcome.kind === 'answered' ? outcome.answer.size : batch.length} back`);
    poll();
  };
  /** What is not acknowledged by then is visible again. */
  const hide = (message: QueuedMessage) => {
    const isRepeated =
      message.receives + 1 < sparedFromReceive && faults.happens('queueRepeat', 'repeated delivery of', queue.name);
    // The third power: many at once, so that two invocations have the same message, and some much later.
    queue.showAgain(message, isRepeated ? random.next() ** 3 * repeatWithinMs : visibilityMs);
  };
  const deliver = () => {
    polls -= 1;
    // Often less than there is, so that several invocations share out what has piled up.
    const most = random.chance(0.6) ? 2 : consumption.batchSize;
    const batch = queue.receive(1 + random.below(most));
    if (batch.length === 0) return;
    watcher.received(batch);
    for (const message of batch) hide(message);
    const isEarly = spoiler.acknowledges(queue.name) === 'before the handler';
    for (const message of isEarly ? batch : []) queue.acknowledge(message);
    const isSpared = batch.some((message) => message.receives >= sparedFromReceive);
    const messages = batch.map(({ id, body, firstId, sentMs }) => ({ id, body, firstId, sentMs }));
    trace?.(`${messages.map(({ id }) => id).join(' ')} received`);
    fleet.invoke(
      (handle) => handle(messages),
      isSpared,
      (outcome) => settle(batch, outcome),
    );
    poll();
  };
  const poll = () => {
    const isBusy = polls + fleet.running() >= consumption.maximumConcurrency;
    if (isBusy || polls >= queue.visible()) return;
    polls += 1;
    if (polls === 1 && fleet.running() === 0 && faults.isOn() && random.chance(holdShare)) {
      heldUntilMs = scheduler.nowMs() + random.next() * random.next() * longestHoldMs;
    }
    scheduler.at(Math.max(heldUntilMs, scheduler.nowMs()) + world.latency.network(), deliver);
  };
  queue.onVisible = poll;
}
