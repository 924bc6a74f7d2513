import { archiveConsumption, archiveQueueConcurrency } from '#infra/archive-consumption.ts';
import { eventConsumption } from '#infra/event-consumption.ts';
import { eventQueueConcurrency, queueSourceLimits, streamSourceLimit } from '#infra/event-source-limits.ts';
import { functionLimits, retryPauseSeconds } from '#infra/function-limits.ts';
import type { QueueName } from '../spoiler.ts';

/** How a function consumes its queue. */
export type QueueConsumption = {
  readonly batchSize: number;
  readonly maximumConcurrency: number;
  readonly visibilityTimeoutSeconds: number;
};

/** How a function consumes the stream. */
export type StreamConsumption = {
  readonly batchSize: number;
  /** How many batches of different customers are worked on at once. */
  readonly lanes: number;
  readonly maximumRecordAgeMs: number;
};

/** The event queue, and the archive's, without a window: the simulated clients send too little for one to matter. */
const { batchSize, visibilityTimeoutSeconds } = eventConsumption(0);

/** How the deployment's functions consume its queues. */
export const queueConsumptions: Readonly<Record<QueueName, QueueConsumption>> = {
  event: { batchSize, visibilityTimeoutSeconds, maximumConcurrency: eventQueueConcurrency },
  archive: { ...archiveConsumption(0), maximumConcurrency: archiveQueueConcurrency },
  playbook: {
    ...queueSourceLimits.playbook,
    visibilityTimeoutSeconds: retryPauseSeconds(functionLimits.playbooks.timeoutSeconds),
  },
  delivery: {
    ...queueSourceLimits.delivery,
    visibilityTimeoutSeconds: retryPauseSeconds(functionLimits.deliver.timeoutSeconds),
  },
};

const hourMs = 3_600_000;

export const streamConsumption: StreamConsumption = {
  batchSize: streamSourceLimit.batchSize,
  lanes: streamSourceLimit.parallelizationFactor,
  maximumRecordAgeMs: streamSourceLimit.maximumRecordAgeHours * hourMs,
};
