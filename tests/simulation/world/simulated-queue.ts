import type { ReceivedMessage } from '#functions/received-message.ts';
import { maximumReceiveCount } from '#infra/function-limits.ts';
import type { QueueName } from '../spoiler.ts';
import type { World } from './world.ts';

/** A message in a queue, and how often it was received. */
export type QueuedMessage = ReceivedMessage & { receives: number; isGone: boolean };

/** A queue of SQS: in no order, at least once, with a dead-letter queue behind it. */
export type SimulatedQueue = {
  readonly name: QueueName;
  enqueue(body: string): void;
  /** Takes up to `count` of the visible messages, which are hidden from then on; whoever takes says when they are back. */
  receive(count: number): QueuedMessage[];
  acknowledge(message: QueuedMessage): void;
  /** Shows a message again, unless it is gone by then, or was received once more: the latest receive decides. */
  showAgain(message: QueuedMessage, delayMs: number): void;
  /** Whoever waits for visible messages. */
  onVisible: () => void;
  readonly visible: () => number;
  readonly deadLetters: readonly string[];
};

/** Makes an empty queue. */
export function createSimulatedQueue(world: World, name: QueueName): SimulatedQueue {
  const visible: QueuedMessage[] = [];
  const deadLetters: string[] = [];
  let sent = 0;
  const bury = (message: QueuedMessage) => {
    message.isGone = true;
    deadLetters.push(message.body);
    world.trace?.(`${message.id} goes to the dead letters`);
  };
  const queue: SimulatedQueue = {
    name,
    deadLetters,
    visible: () => visible.length,
    onVisible: () => undefined,
    enqueue(body) {
      sent += 1;
      const id = `${name}-${sent}`;
      const message = { id, body, firstId: id, sentMs: world.scheduler.nowMs(), receives: 0, isGone: false };
      world.trace?.(`${message.id} is sent`);
      queue.showAgain(message, world.latency.queue());
    },
    receive(count) {
      const taken: QueuedMessage[] = [];
      while (taken.length < count && visible.length > 0) {
        const position = world.random.below(visible.length);
        const message = visible[position];
        const last = visible.pop();
        if (last !== undefined && position < visible.length) visible[position] = last;
        if (message === undefined || message.isGone) continue;
        if (message.receives >= maximumReceiveCount) {
          bury(message);
          continue;
        }
        message.receives += 1;
        taken.push(message);
      }
      return taken;
    },
    acknowledge(message) {
      message.isGone = true;
    },
    showAgain(message, delayMs) {
      const { receives } = message;
      world.scheduler.after(delayMs, () => {
        if (message.isGone || message.receives !== receives) return;
        visible.push(message);
        queue.onVisible();
      });
    },
  };
  return queue;
}
