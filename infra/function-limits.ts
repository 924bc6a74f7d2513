/**
 * How long and how large one run of a function may be. How many run at once is bounded where each is started: queues by a
 * maximum concurrency, the stream by its shards, wake by a reserved execution. Ingest has no limit of its own; the throttle
 * of the HTTP API bounds it.
 */
export interface FunctionLimit {
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
}

/** The limits of every function; a queue's visibility timeout follows from its consumer's timeout. */
export const functionLimits = {
  ingest: { timeoutSeconds: 10, memoryMegabytes: 512 },
  profile: { timeoutSeconds: 30, memoryMegabytes: 1024 },
  announce: { timeoutSeconds: 30, memoryMegabytes: 512 },
  wake: { timeoutSeconds: 50, memoryMegabytes: 512 },
  playbooks: { timeoutSeconds: 30, memoryMegabytes: 512 },
  deliver: { timeoutSeconds: 60, memoryMegabytes: 512 },
} as const satisfies Record<string, FunctionLimit>;

/** The name of a function: also the name of its folder in `functions/`. */
export type FunctionName = keyof typeof functionLimits;

/**
 * A queue's visibility timeout as a multiple of its consumer's timeout, so that a throttled batch is not delivered
 * twice at once. Source: AWS Lambda developer guide, "Configuring a queue to use with Lambda" (six times).
 */
export const visibilityTimeoutFactor = 6;

/** How often a message is received before it goes to the dead-letter queue. */
export const maximumReceiveCount = 5;
