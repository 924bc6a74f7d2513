import type { StreamRecord } from './stream-api.ts';
import type { PendingRecord } from './stream-batch.ts';

const mostBatchBytes = 5.5 * 1024 * 1024;

/** Which of the lanes that run beside each other takes a record: always the same for the same item. */
export const laneOf = (record: StreamRecord, laneCount: number): number => {
  if (laneCount === 1) return 0;
  const { Keys } = record.dynamodb;
  // Engines do not promise an order of attribute names.
  const identity = JSON.stringify(
    Object.keys(Keys)
      .sort()
      .map((name) => Keys[name]),
  );
  return hash(identity) % laneCount;
};

/** FNV-1a, 32 bits (Fowler, Noll, Vo). */
const hash = (text: string): number => {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
};

/** Cuts records into batches of at most `batchSize`, and of a payload that Lambda accepts. */
export const cutBatches = (records: readonly PendingRecord[], batchSize: number): readonly PendingRecord[][] => {
  const batches: PendingRecord[][] = [];
  let bytes = 0;
  for (const record of records) {
    const size = Buffer.byteLength(record.json);
    const last = batches.at(-1);
    if (last === undefined || last.length >= batchSize || bytes + size > mostBatchBytes) {
      batches.push([record]);
      bytes = size;
    } else {
      last.push(record);
      bytes += size;
    }
  }
  return batches;
};
