import { maximumMessageBytes } from './message-body.ts';

/** Most messages of one SendMessageBatch request. */
const maximumMessages = 10;

/** Bodies of messages cut into requests that SQS takes, in their order. */
export function queueRequests(bodies: readonly string[]): string[][] {
  const batches: string[][] = [];
  let batch: string[] = [];
  let batchBytes = 0;
  for (const body of bodies) {
    const bytes = Buffer.byteLength(body);
    if (batch.length === maximumMessages || batchBytes + bytes > maximumMessageBytes) {
      batches.push(batch);
      batch = [];
      batchBytes = 0;
    }
    batch.push(body);
    batchBytes += bytes;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
