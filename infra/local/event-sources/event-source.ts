/** An event-source mapping that runs: it reads from a queue or a stream and invokes a function. */
export type EventSource = {
  /** Whether it holds nothing that it has read and not finished, and its source was empty when it looked last. */
  readonly isIdle: () => boolean;
  /** Resolves once it has looked at its source, beginning after this call, and has finished what it found. */
  readonly lookAgain: () => Promise<void>;
  /** Looks at the source soon instead of at the next poll. */
  readonly nudge: () => void;
  /** Hands over what it gathers now, without waiting until its window is over. */
  readonly closeWindow: () => void;
  /** Stops reading, and lets the invocations under way end, for at most 10 s. */
  readonly stop: () => Promise<void>;
};

/** How long `stop` waits for the invocations under way, in milliseconds. */
export const drainLimitMs = 10_000;

/**
 * Batches of one event source that are worked on at once here, if its function may run so often. What is slow about a
 * batch is the work itself: a third would win nothing on 4 cores, and hold up to 6 MB and a thread.
 */
export const mostBatchesAtOnce = 3;
