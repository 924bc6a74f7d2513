import type { DynamoDbCall } from '../dynamodb/wire.ts';
import { attemptWithRetries, realRetryClock } from '../events/delivery.ts';
import type { EventPredicate } from '../events/pattern.ts';
import type { LocalFunction } from '../lambda/function-engine.ts';
import { drainLimitMs, type EventSource } from './event-source.ts';
import { type ShardReader, startShardReader } from './shard-reader.ts';
import { listShards, type StreamRecord, type StreamShard } from './stream-api.ts';
import { type Abandoned, type PendingRecord, processStreamBatch, type StreamRetryPolicy } from './stream-batch.ts';
import type { StreamCheckpoint } from './stream-checkpoint.ts';
import { abandonedBatchMessage } from './stream-failure.ts';
import { cutBatches, laneOf } from './stream-lanes.ts';
import { within } from './within.ts';

export type StreamMappingOptions = {
  readonly call: DynamoDbCall;
  /** The ARN by which the engine knows the stream. */
  readonly engineStreamArn: string;
  /** The ARN that the template and the records name. */
  readonly streamArn: string;
  readonly region: string;
  readonly target: Pick<LocalFunction, 'name' | 'arn' | 'invoke'>;
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST';
  readonly batchSize: number;
  readonly batchingWindowSeconds: number;
  readonly parallelizationFactor: number;
  readonly passes: EventPredicate;
  readonly policy: StreamRetryPolicy;
  readonly onFailureArn: string | null;
  readonly checkpoint: StreamCheckpoint;
  readonly send: (arn: string, body: string) => Promise<void>;
  readonly nowMs: () => number;
  readonly virtualMsOf: (realMs: number) => number;
  readonly log: (line: string) => void;
};

export type StreamMapping = EventSource & {
  /** The last sequence number that a restart would not read again; undefined when there is none. */
  readonly passedSequenceNumber: () => string | undefined;
};

const mostRecordsPerLook = 1_000;

/**
 * Starts an event-source mapping from a DynamoDB stream to a function. @throws Error when the stream cannot be read.
 */
export const startStreamMapping = async (options: StreamMappingOptions): Promise<StreamMapping> => {
  const { call, engineStreamArn, checkpoint, log } = options;
  const readers = new Map<string, ShardReader>();
  const ended = new Set<string>();
  const startedMs = Date.now();
  let stopped = false;

  const startReaders = (shards: readonly StreamShard[]): void => {
    const known = new Set(shards.map(({ shardId }) => shardId));
    for (const { shardId, parentShardId } of shards) {
      const waitsForParent = parentShardId !== undefined && known.has(parentShardId) && !ended.has(parentShardId);
      if (waitsForParent || readers.has(shardId) || ended.has(shardId) || stopped) continue;
      const reader = startShardReader({
        call,
        streamArn: engineStreamArn,
        shardId,
        startingPosition: options.startingPosition,
        checkpoint,
        mostRecords: mostRecordsPerLook,
        batchingWindowSeconds: options.batchingWindowSeconds,
        take: (records) => takeRecords(records, shardId, options, { isStopped: () => stopped, startedMs }),
        log,
      });
      readers.set(shardId, reader);
      void reader.finished.then((how) => (how === 'ended' ? followShard(shardId) : undefined));
    }
  };
  // A shard that has ended is followed by its children, after it, so that each item keeps its order.
  const followShard = async (shardId: string): Promise<void> => {
    readers.delete(shardId);
    ended.add(shardId);
    try {
      startReaders(await listShards(call, engineStreamArn));
    } catch (error) {
      log(`Cannot follow the stream ${options.streamArn}: ${String(error)}`);
    }
  };

  startReaders(await listShards(call, engineStreamArn));
  const all = (): ShardReader[] => [...readers.values()];
  return {
    isIdle: () => all().every((reader) => reader.isIdle()),
    closeWindow: () => undefined,
    lookAgain: async () => {
      await Promise.all(all().map((reader) => reader.lookAgain()));
    },
    nudge: () => {
      for (const reader of readers.values()) reader.nudge();
    },
    passedSequenceNumber: () => {
      const [only, ...others] = readers.keys();
      return only === undefined || others.length > 0 ? undefined : checkpoint.kept(only);
    },
    stop: async () => {
      stopped = true;
      for (const reader of readers.values()) reader.stop();
      await within(Promise.all(all().map(({ finished }) => finished)), drainLimitMs);
      checkpoint.flush();
    },
  };
};

type MappingState = { readonly isStopped: () => boolean; readonly startedMs: number };

/** Filters records, spreads them over the lanes, and brings each lane's batches through the function in order. */
const takeRecords = async (
  records: readonly StreamRecord[],
  shardId: string,
  options: StreamMappingOptions,
  { isStopped, startedMs }: MappingState,
): Promise<boolean> => {
  const lanes = new Map<number, PendingRecord[]>();
  for (const record of records) {
    const named = { ...record, awsRegion: options.region, eventSourceARN: options.streamArn };
    if (!options.passes(named)) continue;
    const lane = laneOf(record, options.parallelizationFactor);
    const pending = lanes.get(lane) ?? [];
    pending.push(pendingRecord(named, options));
    lanes.set(lane, pending);
  }
  const tools = {
    policy: options.policy,
    invoke: options.target.invoke,
    abandon: (abandoned: Abandoned) => abandon(abandoned, shardId, options),
    waitMs: (durationMs: number) => waitUnlessStopped(durationMs, isStopped),
    isStopped,
    // A mapping that did not run has not held a record up.
    ageMs: ({ writtenMs }: PendingRecord) => Date.now() - Math.max(writtenMs, startedMs),
  };
  const runLane = async (pending: readonly PendingRecord[]): Promise<boolean> => {
    for (const batch of cutBatches(pending, options.batchSize)) {
      if (!(await processStreamBatch(batch, tools))) return false;
    }
    return true;
  };
  const results = await Promise.all([...lanes.values()].map(runLane));
  return results.every((completed) => completed);
};

const pendingRecord = (record: StreamRecord, { virtualMsOf }: StreamMappingOptions): PendingRecord => {
  const writtenSeconds = record.dynamodb.ApproximateCreationDateTime ?? Date.now() / 1000;
  const virtualSeconds = Math.floor(virtualMsOf(writtenSeconds * 1000) / 1000);
  const dynamodb = { ...record.dynamodb, ApproximateCreationDateTime: virtualSeconds };
  return {
    sequenceNumber: record.dynamodb.SequenceNumber,
    json: JSON.stringify({ ...record, dynamodb }),
    writtenMs: writtenSeconds * 1000,
  };
};

const waitSliceMs = 50;

const waitUnlessStopped = async (durationMs: number, isStopped: () => boolean): Promise<void> => {
  const endMs = performance.now() + durationMs;
  while (!isStopped() && performance.now() < endMs) {
    await realRetryClock.waitMs(Math.min(waitSliceMs, endMs - performance.now()));
  }
};

const abandon = async (
  { records, condition, outcome, invokeCount }: Abandoned,
  shardId: string,
  options: StreamMappingOptions,
): Promise<void> => {
  const { target, streamArn, onFailureArn, nowMs, virtualMsOf, send, log } = options;
  const [first] = records;
  const last = records.at(-1);
  if (first === undefined || last === undefined) return;
  const range = `records ${first.sequenceNumber} to ${last.sequenceNumber}`;
  log(`${target.name} gave up ${range} (${condition}): ${outcome?.payload.slice(0, 300) ?? 'too old'}`);
  if (onFailureArn === null) return;
  const body = abandonedBatchMessage({
    condition,
    requestId: outcome?.requestId ?? '',
    functionArn: target.arn,
    invokeCount,
    streamArn,
    shardId,
    firstSequenceNumber: first.sequenceNumber,
    lastSequenceNumber: last.sequenceNumber,
    firstArrivalMs: virtualMsOf(first.writtenMs),
    lastArrivalMs: virtualMsOf(last.writtenMs),
    recordCount: records.length,
    nowMs: nowMs(),
  });
  const policy = { maximumRetryAttempts: 4, maximumEventAgeSeconds: 60 };
  const sent = await attemptWithRetries(() => send(onFailureArn, body), policy, realRetryClock);
  if (sent.kind === 'exhausted') log(`Cannot keep ${range} for ${target.name}: ${sent.error.message}: ${body}`);
};
