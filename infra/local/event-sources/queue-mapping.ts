import { setTimeout as delay } from 'node:timers/promises';
import type { EventPredicate } from '../events/pattern.ts';
import type { InvocationOutcome } from '../lambda/invocation.ts';
import type { LocalQueue } from '../sqs/local-queue.ts';
import { readBatchItemFailures } from './batch-item-failures.ts';
import { drainLimitMs, type EventSource } from './event-source.ts';
import { batchPayload, createBatchGatherer, type GatheredMessage } from './queue-batch.ts';
import type { QueueRecordOrigin } from './queue-record.ts';
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
const throttledPauseMs = 100;

/**
 * Starts an event-source mapping from an SQS queue to a function. Messages that fail stay in the queue until their
 * visibility timeout ends, as on AWS; those that no filter lets through are deleted.
 */
export const startQueueMapping = (options: QueueMappingOptions): EventSource => {
  const { queue, mostConcurrentBatches } = options;
  const gatherer = createBatchGatherer(options);
  const underWay = new Set<Promise<void>>();
  let stopped = false;

  const start = (messages: readonly GatheredMessage[]): void => {
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
      const messages = await gatherer.gather();
      if (messages.length > 0) start(messages);
      else if (!stopped) await queue.waitForMessages(longestWaitSeconds);
    }
  };

  const finished = run();
  return {
    isIdle: () => {
      const { visible, inFlight, delayed } = queue.counts();
      return underWay.size === 0 && visible + inFlight + delayed === 0;
    },
    lookAgain: async () => undefined,
    nudge: () => undefined,
    closeWindow: () => {
      if (gatherer.closeWindow()) queue.cancelWaits();
    },
    stop: async () => {
      stopped = true;
      gatherer.stop();
      queue.cancelWaits();
      await within(finished, drainLimitMs);
      await within(Promise.all(underWay), drainLimitMs);
    },
  };
};

const runBatch = async (batch: readonly GatheredMessage[], options: QueueMappingOptions): Promise<void> => {
  const { queue, redeliverySeconds } = options;
  const failed = await invokeFor(batch, options);
  for (const { message } of batch) {
    if (!failed.has(message.messageId)) queue.delete(message.receiptHandle);
    else if (redeliverySeconds !== undefined) queue.makeVisibleAfter(message.receiptHandle, redeliverySeconds);
  }
};

/** Invokes the function with a batch; gives the identifiers of the messages that failed. */
const invokeFor = async (
  batch: readonly GatheredMessage[],
  { queue, invoke, functionName, reportsBatchItemFailures, log }: QueueMappingOptions,
): Promise<ReadonlySet<string>> => {
  const identifiers = batch.map(({ message }) => message.messageId);
  const outcome = await invoke(batchPayload(batch));
  if (outcome.ok) return reportsBatchItemFailures ? readBatchItemFailures(outcome.payload, identifiers) : new Set();
  log(`${functionName} failed for ${batch.length} messages of ${queue.name}: ${shorten(outcome.payload)}`);
  // A throttled batch never reached the function; AWS backs off too before it polls on.
  if (outcome.failure === 'throttle') await delay(throttledPauseMs);
  return new Set(identifiers);
};

const shorten = (text: string): string => (text.length <= 300 ? text : `${text.slice(0, 300)}…`);
