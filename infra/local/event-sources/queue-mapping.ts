import { setTimeout as delay } from 'node:timers/promises';
import type { EventPredicate } from '../events/pattern.ts';
import type { InvocationOutcome } from '../lambda/invocation.ts';
import type { LocalQueue, QueueMessage } from '../sqs/local-queue.ts';
import { readBatchItemFailures } from './batch-item-failures.ts';
import { drainLimitMs, type EventSource } from './event-source.ts';
import { filterableQueueRecord } from './filter-criteria.ts';
import { type QueueRecordOrigin, queueRecord } from './queue-record.ts';
import { within } from './within.ts';

export type QueueMappingOptions = {
  readonly queue: LocalQueue;
  readonly functionName: string;
  readonly invoke: (payload: string) => Promise<InvocationOutcome>;
  readonly batchSize: number;
  readonly batchingWindowSeconds: number;
  /** Batches under way at once. */
  readonly mostConcurrentBatches: number;
  readonly passes: EventPredicate;
  readonly reportsBatchItemFailures: boolean;
  /** After how many seconds a failed message is seen again; undefined: when its visibility timeout ends, as on AWS. */
  readonly redeliverySeconds: number | undefined;
  readonly origin: QueueRecordOrigin;
  readonly log: (line: string) => void;
};

const longestWaitSeconds = 20;
const mostPayloadBytes = 6 * 1024 * 1024;
const recordOverheadBytes = 1024;
const throttledPauseMs = 100;

/**
 * Starts an event-source mapping from an SQS queue to a function. Messages that fail stay in the queue until their
 * visibility timeout ends, as on AWS; those that no filter lets through are deleted.
 */
export const startQueueMapping = (options: QueueMappingOptions): EventSource => {
  const { queue, batchSize, batchingWindowSeconds, mostConcurrentBatches } = options;
  const underWay = new Set<Promise<void>>();
  let gathering = 0;
  let stopped = false;

  /** Takes what is there into a batch, until that is full; gives whether it is. */
  const fill = (batch: { readonly messages: QueueMessage[]; bytes: number }): boolean => {
    while (batch.messages.length < batchSize && batch.bytes < mostPayloadBytes) {
      const more = queue.receive(Math.min(10, batchSize - batch.messages.length));
      if (more.length === 0) return false;
      batch.messages.push(...more);
      batch.bytes += payloadBytes(more);
    }
    return true;
  };

  /** Gathers until the batch is full, by messages or by bytes, or the window that its first message opened is over. */
  const gather = async (): Promise<readonly QueueMessage[]> => {
    const batch = { messages: [], bytes: 0 };
    let isFull = fill(batch);
    const windowEndMs = performance.now() + batchingWindowSeconds * 1000;
    while (batch.messages.length > 0 && !isFull && !stopped) {
      const leftSeconds = (windowEndMs - performance.now()) / 1000;
      if (leftSeconds <= 0) break;
      gathering = batch.messages.length;
      await queue.waitForMessages(leftSeconds);
      isFull = fill(batch);
    }
    gathering = 0;
    return batch.messages;
  };

  const start = (messages: readonly QueueMessage[]): void => {
    const batch = runBatch(messages, options)
      .catch((error: unknown) => options.log(`Cannot run a batch of ${queue.name}: ${String(error)}`))
      .finally(() => underWay.delete(batch));
    underWay.add(batch);
  };

  const run = async (): Promise<void> => {
    while (!stopped) {
      if (underWay.size >= mostConcurrentBatches) {
        await Promise.race(underWay);
        continue;
      }
      const messages = await gather();
      if (messages.length === 0 && !stopped) await queue.waitForMessages(longestWaitSeconds);
      for (const batch of splitByBytes(messages)) start(batch);
    }
  };

  const finished = run();
  return {
    isIdle: () => {
      const { visible, inFlight, delayed } = queue.counts();
      return underWay.size === 0 && gathering === 0 && visible + inFlight + delayed === 0;
    },
    lookAgain: async () => undefined,
    nudge: () => undefined,
    stop: async () => {
      stopped = true;
      queue.cancelWaits();
      await within(finished, drainLimitMs);
      await within(Promise.all(underWay), drainLimitMs);
    },
  };
};

const runBatch = async (messages: readonly QueueMessage[], options: QueueMappingOptions): Promise<void> => {
  const { queue, passes, redeliverySeconds } = options;
  const wanted: QueueMessage[] = [];
  for (const message of messages) {
    if (passes(filterableQueueRecord(message.body))) wanted.push(message);
    else queue.delete(message.receiptHandle);
  }
  if (wanted.length === 0) return;
  const failed = await invokeFor(wanted, options);
  for (const { messageId, receiptHandle } of wanted) {
    if (!failed.has(messageId)) queue.delete(receiptHandle);
    else if (redeliverySeconds !== undefined) queue.makeVisibleAfter(receiptHandle, redeliverySeconds);
  }
};

/** Invokes the function with a batch; gives the identifiers of the messages that failed. */
const invokeFor = async (
  messages: readonly QueueMessage[],
  { queue, origin, invoke, functionName, reportsBatchItemFailures, log }: QueueMappingOptions,
): Promise<ReadonlySet<string>> => {
  const identifiers = messages.map(({ messageId }) => messageId);
  const Records = messages.map((message) => queueRecord(message, origin));
  const outcome = await invoke(JSON.stringify({ Records }));
  if (outcome.ok) return reportsBatchItemFailures ? readBatchItemFailures(outcome.payload, identifiers) : new Set();
  log(`${functionName} failed for ${messages.length} messages of ${queue.name}: ${shorten(outcome.payload)}`);
  // A throttled batch never reached the function; AWS backs off too before it polls on.
  if (outcome.failure === 'throttle') await delay(throttledPauseMs);
  return new Set(identifiers);
};

const messageBytes = ({ body }: QueueMessage): number => Buffer.byteLength(body) + recordOverheadBytes;

const payloadBytes = (messages: readonly QueueMessage[]): number =>
  messages.reduce((bytes, message) => bytes + messageBytes(message), 0);

const splitByBytes = (messages: readonly QueueMessage[]): readonly (readonly QueueMessage[])[] => {
  const batches: QueueMessage[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const message of messages) {
    const size = messageBytes(message);
    if (bytes + size > mostPayloadBytes) {
      batches.push([]);
      bytes = 0;
    }
    batches.at(-1)?.push(message);
    bytes += size;
  }
  return batches;
};

const shorten = (text: string): string => (text.length <= 300 ? text : `${text.slice(0, 300)}…`);
