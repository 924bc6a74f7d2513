import type { InvocationOutcome } from '../lambda/invocation.ts';
import { readBatchItemFailures } from './batch-item-failures.ts';

/** A stream record on its way to a function. */
export type PendingRecord = {
  readonly sequenceNumber: string;
  /** The record as the function receives it, as JSON text. */
  readonly json: string;
  /** When it was written, in epoch milliseconds of real time. */
  readonly writtenMs: number;
};

/** How a stream mapping treats failures. */
export type StreamRetryPolicy = {
  /** -1: without end. */
  readonly maximumRetryAttempts: number;
  /** -1: without end. */
  readonly maximumRecordAgeSeconds: number;
  readonly bisects: boolean;
  readonly reportsBatchItemFailures: boolean;
};

export type StreamBatchTools = {
  readonly policy: StreamRetryPolicy;
  readonly invoke: (payload: string) => Promise<InvocationOutcome>;
  /** Takes records that are given up; resolves once they are dealt with. */
  readonly abandon: (abandoned: Abandoned) => Promise<void>;
  /** Waits before a retry; resolves early when the mapping stops. */
  readonly waitMs: (durationMs: number) => Promise<void>;
  readonly isStopped: () => boolean;
  /** How old a record is, in milliseconds. */
  readonly ageMs: (record: PendingRecord) => number;
};

export type Abandoned = {
  readonly records: readonly PendingRecord[];
  readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded';
  readonly outcome: InvocationOutcome | undefined;
  readonly invokeCount: number;
};

const firstWaitMs = 50;
const longestWaitMs = 2_000;

/**
 * Brings one batch through a function, with retries, and keeps its order. Gives false when the mapping stopped first.
 *
 * As on AWS: a failed batch is retried whole, or halved when it bisects (which does not count as a retry); reported item
 * failures set the lowest failed record as the new start; a batch that exhausts its retries is given up as it then is.
 */
export const processStreamBatch = async (
  batch: readonly PendingRecord[],
  tools: StreamBatchTools,
  earlierFailures = 0,
): Promise<boolean> => {
  let remaining = batch;
  let failures = earlierFailures;
  for (let invokeCount = 1; ; invokeCount += 1) {
    if (tools.isStopped()) return false;
    remaining = await dropExpired(remaining, tools, invokeCount - 1);
    if (remaining.length === 0) return true;
    const outcome = await tools.invoke(batchPayload(remaining));
    const failedFrom = firstFailure(remaining, outcome, tools.policy);
    if (failedFrom >= remaining.length) return true;
    remaining = remaining.slice(failedFrom);
    failures = failedFrom > 0 ? 1 : failures + 1;
    if (!outcome.ok && tools.policy.bisects && remaining.length > 1) {
      return processHalves(remaining, tools, failures - 1);
    }
    if (isExhausted(failures, tools.policy)) {
      await tools.abandon({ records: remaining, condition: 'RetryAttemptsExhausted', outcome, invokeCount });
      return true;
    }
    await tools.waitMs(Math.min(firstWaitMs * 2 ** (failures - 1), longestWaitMs));
  }
};

const processHalves = async (
  records: readonly PendingRecord[],
  tools: StreamBatchTools,
  failures: number,
): Promise<boolean> => {
  const middle = Math.ceil(records.length / 2);
  if (!(await processStreamBatch(records.slice(0, middle), tools, failures))) return false;
  return processStreamBatch(records.slice(middle), tools, failures);
};

const isExhausted = (failures: number, { maximumRetryAttempts }: StreamRetryPolicy): boolean =>
  maximumRetryAttempts >= 0 && failures > maximumRetryAttempts;

const dropExpired = async (
  records: readonly PendingRecord[],
  tools: StreamBatchTools,
  invokeCount: number,
): Promise<readonly PendingRecord[]> => {
  const { maximumRecordAgeSeconds } = tools.policy;
  if (maximumRecordAgeSeconds < 0) return records;
  const isExpired = (record: PendingRecord): boolean => tools.ageMs(record) > maximumRecordAgeSeconds * 1000;
  const { expired = [], fresh = [] } = Object.groupBy(records, (record) => (isExpired(record) ? 'expired' : 'fresh'));
  if (expired.length === 0) return records;
  await tools.abandon({ records: expired, condition: 'RecordAgeExceeded', outcome: undefined, invokeCount });
  return fresh;
};

const firstFailure = (
  records: readonly PendingRecord[],
  outcome: InvocationOutcome,
  policy: StreamRetryPolicy,
): number => {
  if (!outcome.ok) return 0;
  if (!policy.reportsBatchItemFailures) return records.length;
  const identifiers = records.map(({ sequenceNumber }) => sequenceNumber);
  const failed = readBatchItemFailures(outcome.payload, identifiers);
  const index = identifiers.findIndex((identifier) => failed.has(identifier));
  return index < 0 ? records.length : index;
};

/** The event of a batch, as JSON text. */
const batchPayload = (records: readonly PendingRecord[]): string =>
  `{"Records":[${records.map(({ json }) => json).join(',')}]}`;
