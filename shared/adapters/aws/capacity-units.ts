import type { ReadConsistency } from '#ports/profile-store.ts';

const bytesPerWriteUnit = 1_024;
const bytesPerReadUnit = 4_096;

/** Bytes that SQS and EventBridge charge as one: a request of 65 KB costs as much as two. */
const chargedChunkBytes = 65_536;

/** Write request units of one item. Source: Amazon DynamoDB developer guide, "DynamoDB read and write operations". */
export function writeUnitsOf(itemBytes: number): number {
  return Math.max(1, Math.ceil(itemBytes / bytesPerWriteUnit));
}

/** Read request units of one item, or of all that one query found; where nothing is, as of the smallest. Same source. */
export function readUnitsOf(bytes: number, consistency: ReadConsistency): number {
  return Math.max(1, Math.ceil(bytes / bytesPerReadUnit)) * (consistency === 'eventual' ? 0.5 : 1);
}

/** How many requests, or events, SQS and EventBridge charge for one payload. Source: their pricing pages. */
export function chargedChunks(payloadBytes: number): number {
  return Math.max(1, Math.ceil(payloadBytes / chargedChunkBytes));
}
