import type { EventPredicate } from '../events/pattern.ts';
import { createInterruptibleWait } from '../interruptible-wait.ts';
import type { LocalQueue, QueueMessage } from '../sqs/local-queue.ts';
import { filterableQueueRecord } from './filter-criteria.ts';
import { type QueueRecordOrigin, queueRecord } from './queue-record.ts';

export type BatchGathererOptions = {
  readonly queue: Pick<LocalQueue, 'receive' | 'delete' | 'waitForMessages'>;
  readonly batchSize: number;
  readonly batchingWindowSeconds: number;
  readonly passes: EventPredicate;
  readonly origin: QueueRecordOrigin;
};

/** A message that was received, and its record in the function's event, as JSON text. */
export type GatheredMessage = { readonly message: QueueMessage; readonly json: string; readonly bytes: number };

/** Makes batches of what a queue holds. */
export type BatchGatherer = {
  /**
   * A batch, as soon as it is full, by messages or by the 6 MB of an event, or as the window that its first message
   * opened is over; without a window, what is there. Empty when nothing is.
   */
  readonly gather: () => Promise<readonly GatheredMessage[]>;
  /**
   * Lets the batch that waits for its window wait no longer; true if there is one, whose wait for messages is to be
   * ended.
   */
  readonly closeWindow: () => boolean;
  /** Lets no batch wait for its window any longer. */
  readonly stop: () => void;
};

const mostPayloadBytes = 6 * 1024 * 1024;
const mostPerReceive = 10;
/** While a window is open there is time: what comes message by message is received together, at one look for ten. */
const betweenLooksMs = 50;
const payloadStart = '{"Records":[';
const payloadEnd = ']}';

/** The event of a batch, as JSON text. */
export const batchPayload = (batch: readonly GatheredMessage[]): string =>
  `${payloadStart}${batch.map(({ json }) => json).join(',')}${payloadEnd}`;

/**
 * Makes a gatherer. Messages that no filter lets through it deletes; what does not fit into a batch begins the next
 * one.
 */
export const createBatchGatherer = (options: BatchGathererOptions): BatchGatherer => {
  const { queue, batchSize, batchingWindowSeconds, passes, origin } = options;
  const waiting: GatheredMessage[] = [];
  const pause = createInterruptibleWait();
  let stopped = false;
  let isWaiting = false;
  let isClosing = false;

  const receive = (mostMessages: number): boolean => {
    const received = queue.receive(Math.min(mostPerReceive, mostMessages));
    for (const message of received) {
      if (!passes(filterableQueueRecord(message.body))) {
        queue.delete(message.receiptHandle);
        continue;
      }
      const json = JSON.stringify(queueRecord(message, origin));
      waiting.push({ message, json, bytes: Buffer.byteLength(json) + 1 });
    }
    return received.length > 0;
  };

  /** Adds what waits and what is there, until the batch is full; gives whether it is. */
  const fill = (batch: { readonly messages: GatheredMessage[]; bytes: number }): boolean => {
    while (batch.messages.length < batchSize) {
      const [next] = waiting;
      if (next === undefined) {
        if (!receive(batchSize - batch.messages.length)) return false;
        continue;
      }
      // A message that is too large even alone is refused where the function is invoked.
      if (batch.messages.length > 0 && batch.bytes + next.bytes > mostPayloadBytes) return true;
      waiting.shift();
      batch.messages.push(next);
      batch.bytes += next.bytes;
    }
    return true;
  };

  const gather = async (): Promise<readonly GatheredMessage[]> => {
    isClosing = false;
    const batch = { messages: [], bytes: payloadStart.length + payloadEnd.length };
    let isFull = fill(batch);
    const windowEndMs = performance.now() + batchingWindowSeconds * 1000;
    while (batch.messages.length > 0 && !isFull && !isClosing && !stopped) {
      const leftSeconds = (windowEndMs - performance.now()) / 1000;
      if (leftSeconds <= 0) break;
      isWaiting = true;
      await queue.waitForMessages(leftSeconds);
      const leftMs = Math.max(0, windowEndMs - performance.now());
      if (!isClosing && !stopped) await pause.waitMs(Math.min(betweenLooksMs, leftMs));
      isWaiting = false;
      isFull = fill(batch);
    }
    return batch.messages;
  };

  return {
    gather,
    closeWindow: () => {
      isClosing = isWaiting;
      pause.interrupt();
      return isWaiting;
    },
    stop: () => {
      stopped = true;
      pause.interrupt();
    },
  };
};
