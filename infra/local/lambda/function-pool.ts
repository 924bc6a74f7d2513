import { randomUUID } from 'node:crypto';
import { createBoundedConcurrency } from '../events/bounded-concurrency.ts';
import type { EnvironmentThread } from './environment-thread.ts';
import { createFunctionCounter, type FunctionStatistics } from './function-statistics.ts';
import { errorPayload, type InvocationOutcome } from './invocation.ts';

/** The execution environments of one function. */
export type FunctionPool = {
  /** Runs one invocation, or waits for an environment that is free; never throws. */
  readonly invoke: (payload: string) => Promise<InvocationOutcome>;
  readonly statistics: () => FunctionStatistics;
  /** Invocations that run or wait. */
  readonly underWay: () => number;
  readonly stop: () => Promise<void>;
};

export type FunctionPoolOptions = {
  readonly startEnvironment: () => EnvironmentThread;
  /** 0 lets nothing run, as a reserved concurrency of 0 does. */
  readonly mostEnvironments: number;
  /** Told when an invocation has ended. */
  readonly onEnd: () => void;
};

const mostWaiting = 10_000;
const mostPayloadBytes = 6 * 1024 * 1024;

/** Makes a pool. It starts an environment when all are busy, and replaces one that timed out or died. */
export const createFunctionPool = (options: FunctionPoolOptions): FunctionPool => {
  const { mostEnvironments, startEnvironment, onEnd } = options;
  const counter = createFunctionCounter();
  const admit = createBoundedConcurrency(mostEnvironments);
  const all = new Set<EnvironmentThread>();
  const idle: EnvironmentThread[] = [];
  let underWay = 0;
  let stopped = false;

  const refusal = (payload: string): string | undefined => {
    if (stopped) return errorPayload('ServiceException', 'The embedded AWS has stopped');
    if (mostEnvironments === 0 || underWay >= mostWaiting) {
      return errorPayload('TooManyRequestsException', 'Rate Exceeded.');
    }
    if (payload.length <= mostPayloadBytes / 4 || Buffer.byteLength(payload) <= mostPayloadBytes) return undefined;
    return errorPayload('RequestTooLargeException', `Request must be smaller than ${mostPayloadBytes} bytes`);
  };

  const take = (): EnvironmentThread => {
    for (let taken = idle.pop(); taken !== undefined; taken = idle.pop()) {
      if (taken.isUsable()) return taken;
      // It died while it was idle.
      all.delete(taken);
    }
    const started = startEnvironment();
    all.add(started);
    return started;
  };

  const runOnce = async (requestId: string, payload: string): Promise<InvocationOutcome> => {
    const environment = take();
    const beganMs = performance.now();
    counter.began();
    const outcome = await environment.run({ requestId, payload });
    const result = outcome.ok ? 'ok' : outcome.failure === 'timeout' ? 'timeout' : 'error';
    counter.ended(performance.now() - beganMs, result);
    if (environment.isUsable()) idle.push(environment);
    else {
      all.delete(environment);
      await environment.stop();
    }
    return outcome;
  };

  const invoke = async (payload: string): Promise<InvocationOutcome> => {
    const requestId = randomUUID();
    const refused = refusal(payload);
    if (refused !== undefined) {
      counter.throttled();
      return { ok: false, requestId, failure: 'throttle', payload: refused };
    }
    underWay += 1;
    try {
      return await admit(() => runOnce(requestId, payload));
    } finally {
      underWay -= 1;
      onEnd();
    }
  };

  const stop = async (): Promise<void> => {
    stopped = true;
    await Promise.all([...all].map((environment) => environment.stop()));
  };

  return { invoke, statistics: counter.read, underWay: () => underWay, stop };
};
