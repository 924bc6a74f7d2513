/** How many messages a function is handed at once, and how many such batches are worked on beside each other. */
export interface QueueSourceLimit {
  readonly batchSize: number;
  readonly maximumConcurrency: number;
}

/** How functions consume what is not the event queue, whose batches follow from its window (`event-consumption.ts`). */
export const queueSourceLimits = {
  playbook: { batchSize: 10, maximumConcurrency: 10 },
  delivery: { batchSize: 5, maximumConcurrency: 5 },
} as const satisfies Record<string, QueueSourceLimit>;

/** Most batches of the event queue that are worked on at once. */
export const eventQueueConcurrency = 50;

/**
 * How announce consumes the customer table's stream. The stream keeps records for 24 hours; giving up one hour earlier still
 * leaves time to read what was given up.
 */
export const streamSourceLimit = { batchSize: 100, parallelizationFactor: 4, maximumRecordAgeHours: 23 } as const;
