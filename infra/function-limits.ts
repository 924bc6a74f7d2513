/**
 * How long and how large one run of a function may be. How many run at once is bounded where each is started: queues by a
 * maximum concurrency, the stream by its shards, wake and survey by a reserved execution each. Ingest has no limit of its own; the throttle
 * of the HTTP API bounds it.
 */
export interface FunctionLimit {
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
}

/** The limits of every function; the least visibility timeout of a queue follows from its consumer's timeout. */
export const functionLimits = {
  ingest: { timeoutSeconds: 10, memoryMegabytes: 512 },
  // Long enough for the largest batch that its queue gathers: see event-consumption.ts.
  profile: { timeoutSeconds: 60, memoryMegabytes: 1024 },
  archive: { timeoutSeconds: 60, memoryMegabytes: 512 },
  announce: { timeoutSeconds: 30, memoryMegabytes: 512 },
  wake: { timeoutSeconds: 50, memoryMegabytes: 512 },
  playbooks: { timeoutSeconds: 30, memoryMegabytes: 512 },
  deliver: { timeoutSeconds: 60, memoryMegabytes: 512 },
  // The longest that Lambda knows. The samples of many tenants take the memory: see domain/population/census.ts.
  survey: { timeoutSeconds: 900, memoryMegabytes: 1024 },
} as const satisfies Record<string, FunctionLimit>;

/** The name of a function: also the name of its folder in `functions/`. */
export type FunctionName = keyof typeof functionLimits;

/**
 * A queue's visibility timeout as a multiple of its consumer's timeout, so that a throttled batch is not delivered
 * twice at once. Source: AWS Lambda developer guide, "Configuring a queue to use with Lambda" (six times).
 */
export const visibilityTimeoutFactor = 6;

/**
 * The least visibility timeout of a queue whose messages are gathered for `windowSeconds`, which is time that passes while
 * they are hidden already. Source: as above, six times the timeout plus `MaximumBatchingWindowInSeconds`.
 */
export function leastVisibilityTimeoutSeconds(consumerTimeoutSeconds: number, windowSeconds: number): number {
  return visibilityTimeoutFactor * consumerTimeoutSeconds + windowSeconds;
}

/**
 * The least pause before a message that failed is tried again. With five receives it makes a message outlive a table that
 * throttles everything for ten minutes, even if the first receive was lost to something else just before.
 */
export const shortestRetryPauseSeconds = 360;

/** The visibility timeout of a queue that gathers nothing: it is the pause before a message that failed is tried again. */
export function retryPauseSeconds(consumerTimeoutSeconds: number): number {
  return Math.max(leastVisibilityTimeoutSeconds(consumerTimeoutSeconds, 0), shortestRetryPauseSeconds);
}

/** How often a message is received before it goes to the dead-letter queue. */
export const maximumReceiveCount = 5;
