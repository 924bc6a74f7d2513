import type { DynamoDbCall } from '../dynamodb/wire.ts';
import { createInterruptibleWait } from '../interruptible-wait.ts';
import { readRecords, type StreamPage, type StreamPosition, type StreamRecord, shardIterator } from './stream-api.ts';
import type { StreamCheckpoint } from './stream-checkpoint.ts';

export type ShardReaderOptions = {
  readonly call: DynamoDbCall;
  readonly streamArn: string;
  readonly shardId: string;
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST';
  readonly checkpoint: StreamCheckpoint;
  readonly mostRecords: number;
  readonly batchingWindowSeconds: number;
  /** Takes the records in order; false when the mapping stopped before they were finished. */
  readonly take: (records: readonly StreamRecord[]) => Promise<boolean>;
  readonly log: (line: string) => void;
};

/** Reads one shard from its checkpoint on. */
export type ShardReader = {
  readonly isIdle: () => boolean;
  readonly lookAgain: () => Promise<void>;
  readonly nudge: () => void;
  readonly stop: () => void;
  /** Resolves once it has stopped, or the shard has ended and was read. */
  readonly finished: Promise<'stopped' | 'ended'>;
};

/**
 * Also under load, when every invocation that ends might have written: a look finds more at once, and costs as much as
 * for one.
 */
const shortestPollMs = 50;
const longestPollMs = 250;
const afterErrorMs = 1_000;

/** Starts to read a shard. It polls 20 times a second while records come, and 4 times, as Lambda does, when none do. */
export const startShardReader = (options: ShardReaderOptions): ShardReader => {
  const { call, streamArn, shardId, checkpoint, log } = options;
  const pause = createInterruptibleWait();
  let stopped = false;
  let ended = false;
  let idle = false;
  let looksBegun = 0;
  let waiters: { readonly afterLook: number; readonly resolve: () => void }[] = [];
  let iterator: string | undefined;
  let pollMs = shortestPollMs;
  let lookBeganMs = 0;
  let nextLookMs = 0;
  let nudged = false;
  let failed = false;

  const position = (): StreamPosition => {
    const sequenceNumber = checkpoint.get(shardId);
    return sequenceNumber === undefined
      ? { kind: options.startingPosition }
      : { kind: 'AFTER_SEQUENCE_NUMBER', sequenceNumber };
  };

  const readPage = async (): Promise<StreamPage> => {
    iterator ??= await shardIterator(call, streamArn, shardId, position());
    return readRecords(call, iterator, options.mostRecords);
  };

  /** Reads on until the batching window has passed or there are records enough. */
  const gather = async (): Promise<StreamPage> => {
    let { records, nextIterator } = await readPage();
    const windowEndMs = performance.now() + options.batchingWindowSeconds * 1000;
    while (records.length > 0 && records.length < options.mostRecords && nextIterator !== undefined && !stopped) {
      const leftMs = windowEndMs - performance.now();
      if (leftMs <= 0) break;
      await pause.waitMs(Math.min(leftMs, longestPollMs));
      const more = await readRecords(call, nextIterator, options.mostRecords - records.length);
      records = [...records, ...more.records];
      nextIterator = more.nextIterator;
    }
    return { records, nextIterator };
  };

  const look = async (): Promise<void> => {
    const { records, nextIterator } = await gather();
    const last = records.at(-1);
    idle = last === undefined;
    if (last !== undefined) {
      if (!(await options.take(records))) return;
      checkpoint.set(shardId, last.dynamodb.SequenceNumber);
    }
    iterator = nextIterator;
    ended = nextIterator === undefined;
    pollMs = last === undefined && !nudged ? Math.min(pollMs * 2, longestPollMs) : shortestPollMs;
    // What fills a page has more behind it.
    nextLookMs = records.length < options.mostRecords ? lookBeganMs + pollMs : 0;
  };

  /** Waits for the next look, which may be moved ahead meanwhile; after a failure also with somebody waiting for it. */
  const waitForLook = async (): Promise<void> => {
    while (!stopped && !ended && (failed || waiters.length === 0)) {
      const leftMs = nextLookMs - performance.now();
      if (leftMs <= 0) return;
      await pause.waitMs(leftMs);
    }
  };

  const run = async (): Promise<'stopped' | 'ended'> => {
    while (!stopped && !ended) {
      looksBegun += 1;
      const thisLook = looksBegun;
      lookBeganMs = performance.now();
      nudged = false;
      failed = false;
      try {
        await look();
        const done = waiters.filter(({ afterLook }) => idle && thisLook > afterLook);
        waiters = waiters.filter((waiter) => !done.includes(waiter));
        for (const { resolve } of done) resolve();
      } catch (error) {
        // The iterator may have expired; the checkpoint has not.
        iterator = undefined;
        failed = true;
        nextLookMs = performance.now() + afterErrorMs;
        if (!stopped) log(`Cannot read the stream ${streamArn}: ${String(error)}`);
      }
      await waitForLook();
    }
    for (const { resolve } of waiters) resolve();
    return stopped ? 'stopped' : 'ended';
  };

  const nudge = (): void => {
    nudged = true;
    const soonMs = lookBeganMs + shortestPollMs;
    if (failed || soonMs >= nextLookMs) return;
    nextLookMs = soonMs;
    pause.interrupt();
  };
  return {
    isIdle: () => idle || ended,
    lookAgain: () =>
      new Promise((resolve) => {
        if (stopped || ended) return resolve();
        waiters.push({ afterLook: looksBegun, resolve });
        pause.interrupt();
      }),
    nudge,
    stop: () => {
      stopped = true;
      pause.interrupt();
    },
    finished: run(),
  };
};
