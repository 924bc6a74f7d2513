import type { StreamRecords } from './dynamodb/stream-records.ts';

/** Keeps the engine from piling up stream records that every mapping has passed. */
export type StreamTrimmer = { readonly stop: () => void };

const trimEveryMs = 1_000;
const mostRecordsPerTrim = 5_000;

/** Starts to delete passed records, a bounded number at a time so that writes hardly wait. */
export const startStreamTrimmer = (
  records: StreamRecords,
  passedSequenceNumbers: () => ReadonlyMap<string, string | undefined>,
  log: (line: string) => void,
): StreamTrimmer => {
  const trimmed = new Map<string, string>();
  const trim = (): void => {
    for (const [tableName, passed] of passedSequenceNumbers()) {
      if (passed === undefined || trimmed.get(tableName) === passed) continue;
      const deleted = records.trim(tableName, passed, mostRecordsPerTrim);
      if (deleted < mostRecordsPerTrim) trimmed.set(tableName, passed);
    }
  };
  const timer = setInterval(() => {
    try {
      trim();
    } catch (error) {
      log(`Cannot trim stream records: ${String(error)}`);
    }
  }, trimEveryMs);
  timer.unref();
  return { stop: () => clearInterval(timer) };
};
