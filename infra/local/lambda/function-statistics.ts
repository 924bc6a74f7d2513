/** What has become of a function's invocations. Durations in milliseconds of real time. */
export type FunctionStatistics = {
  readonly invocations: number;
  readonly errors: number;
  readonly timeouts: number;
  readonly throttles: number;
  readonly running: number;
  readonly averageMs: number;
  /** Of the last 1,000 invocations. */
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly longestMs: number;
};

/** Counts invocations. */
export type FunctionCounter = {
  readonly began: () => void;
  readonly ended: (elapsedMs: number, result: 'ok' | 'error' | 'timeout') => void;
  readonly throttled: () => void;
  readonly read: () => FunctionStatistics;
};

const keptDurations = 1_000;

/** Makes a counter that keeps the durations of the last 1,000 invocations. */
export const createFunctionCounter = (): FunctionCounter => {
  const durations: number[] = [];
  let invocations = 0;
  let running = 0;
  let errors = 0;
  let timeouts = 0;
  let throttles = 0;
  let totalMs = 0;
  let longestMs = 0;
  return {
    began: () => {
      running += 1;
    },
    ended: (elapsedMs, result) => {
      durations[invocations % keptDurations] = elapsedMs;
      running -= 1;
      invocations += 1;
      totalMs += elapsedMs;
      longestMs = Math.max(longestMs, elapsedMs);
      if (result !== 'ok') errors += 1;
      if (result === 'timeout') timeouts += 1;
    },
    throttled: () => {
      throttles += 1;
    },
    read: () => {
      const sorted = durations.toSorted((left, right) => left - right);
      const quantile = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
      const averageMs = invocations === 0 ? 0 : totalMs / invocations;
      const quantiles = { medianMs: quantile(0.5), p99Ms: quantile(0.99) };
      return { invocations, errors, timeouts, throttles, running, averageMs, ...quantiles, longestMs };
    },
  };
};
