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
  /** For how long an environment stays without work before it is ended, as Lambda's are in the end. */
  readonly idleSeconds: number;
  /** Told when an invocation has ended. */
  readonly onEnd: () => void;
};

const mostWaiting = 10_000;
const mostPayloadBytes = 6 * 1024 * 1024;

type IdleEnvironment = { readonly environment: EnvironmentThread; readonly end: NodeJS.Timeout };

/**
 * Makes a pool. It starts an environment when all are busy, replaces one that timed out or died, and ends those that have
 * had nothing to do for a while.
 */
export const createFunctionPool = (options: FunctionPoolOptions): FunctionPool => {
  const { mostEnvironments, startEnvironment, idleSeconds, onEnd } = options;
  const counter = createFunctionCounter();
  const admit = createBoundedConcurrency(mostEnvironments);
  const all = new Set<EnvironmentThread>();
  // The last that became idle is the first to be used: those that a peak needed stay idle, and end.
  const idle: IdleEnvironment[] = [];
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
      clearTimeout(taken.end);
      if (taken.environment.isUsable()) return taken.environment;
      // It died while it was idle.
      all.delete(taken.environment);
    }
    const started = startEnvironment();
    all.add(started);
    return started;
  };

  const end = async (environment: EnvironmentThread): Promise<void> => {
    all.delete(environment);
    await environment.stop();
  };

  const putAside = (environment: EnvironmentThread): void => {
    const entry: IdleEnvironment = {
      environment,
      end: setTimeout(() => {
        idle.splice(idle.indexOf(entry), 1);
        void end(environment);
      }, idleSeconds * 1000).unref(),
    };
    idle.push(entry);
  };

  const runOnce = async (requestId: string, payload: string): Promise<InvocationOutcome> => {
    const environment = take();
    const beganMs = performance.now();
    counter.began();
    const outcome = await environment.run({ requestId, payload });
    const result = outcome.ok ? 'ok' : outcome.failure === 'timeout' ? 'timeout' : 'error';
    counter.ended(performance.now() - beganMs, result);
    if (environment.isUsable()) putAside(environment);
    else await end(environment);
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
    for (const entry of idle.splice(0)) clearTimeout(entry.end);
    await Promise.all([...all].map((environment) => environment.stop()));
  };

  return { invoke, statistics: counter.read, underWay: () => underWay, stop };
};
