import type { EventConsumption } from './event-consumption.ts';
import { functionLimits, leastVisibilityTimeoutSeconds } from './function-limits.ts';

/** Most batches of the archive queue that are worked on at once: more batches are smaller objects. */
export const archiveQueueConcurrency = 5;

/**
 * Messages of a batch, with a window and without one. Lambda gathers up to 6 MB; at 20 events of 0.8 KB a message that
 * is some 250 of them, and one object of 0.5 MB.
 */
const gatheredBatchSize = 1_000;
const batchSizeAtOnce = 10;

/** How the archive queue is consumed under a window of 0 to 300 seconds; 0 gathers nothing. */
export function archiveConsumption(windowSeconds: number): EventConsumption {
  return {
    batchSize: windowSeconds === 0 ? batchSizeAtOnce : gatheredBatchSize,
    windowSeconds,
    visibilityTimeoutSeconds: leastVisibilityTimeoutSeconds(functionLimits.archive.timeoutSeconds, windowSeconds),
  };
}
