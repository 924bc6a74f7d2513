import {
  type AsynchronousPolicy,
  createAsynchronousInvocations,
  defaultAsynchronousPolicy,
} from './asynchronous-invocations.ts';
import { startEnvironmentThread } from './environment-thread.ts';
import {
  type FunctionConfiguration,
  type FunctionEndpoints,
  functionEnvironment,
  locateHandler,
} from './function-configuration.ts';
import { type FunctionLog, openFunctionLog } from './function-log.ts';
import { createFunctionPool } from './function-pool.ts';
import type { FunctionStatistics } from './function-statistics.ts';
import type { InvocationOutcome } from './invocation.ts';

/** A function that stands ready. */
export type LocalFunction = {
  readonly name: string;
  readonly arn: string;
  /** How many invocations can run at once here. */
  readonly mostEnvironments: number;
  readonly invoke: (payload: string) => Promise<InvocationOutcome>;
  /**
   * Takes an event as Lambda's asynchronous invocation does; resolves once it is dealt with, retries and all.
   * @throws Error, at once, when too many wait.
   */
  readonly invokeAsynchronously: (payload: string) => Promise<void>;
  readonly asynchronousPolicy: () => AsynchronousPolicy;
  readonly setAsynchronousPolicy: (policy: AsynchronousPolicy) => void;
  readonly statistics: () => FunctionStatistics;
  /** Invocations that run or wait, of every kind. */
  readonly underWay: () => number;
};

export type FunctionEngineOptions = {
  /** What `environmentProgram` gave. */
  readonly program: URL;
  readonly endpoints: FunctionEndpoints;
  readonly region: string;
  readonly clockMemory: SharedArrayBuffer;
  readonly nowMs: () => number;
  readonly logDirectory: string;
  readonly mostEnvironmentsPerFunction: number;
  readonly send: (arn: string, body: string, attributes: Readonly<Record<string, string>>) => Promise<void>;
  readonly log: (line: string) => void;
};

export type FunctionEngine = {
  /** Declares a function. `reservedConcurrency` is null without a reservation. @throws Error when its code is missing. */
  readonly add: (configuration: FunctionConfiguration, reservedConcurrency: number | null) => LocalFunction;
  readonly functionByArn: (arn: string) => LocalFunction | undefined;
  readonly functions: () => readonly LocalFunction[];
  /** Calls back whenever an invocation of any function ended. */
  readonly onInvocationEnd: (listener: () => void) => void;
  readonly stop: () => Promise<void>;
};

/** Each environment holds some 60 MB. The next peak would start it anew within a tenth of a second. */
const idleEnvironmentSeconds = 30;

/**
 * Threads per function. They start one by one as requests meet: those of a function behind the HTTP API wait for others most of
 * their time, so that two would not keep up with what four cores can do.
 */
export const defaultMostEnvironments = 4;

/** Makes the engine that runs functions in worker threads. */
export const createFunctionEngine = (options: FunctionEngineOptions): FunctionEngine => {
  const functions = new Map<string, LocalFunction>();
  const stops: (() => Promise<void>)[] = [];
  const listeners: (() => void)[] = [];

  const add = (configuration: FunctionConfiguration, reservedConcurrency: number | null): LocalFunction => {
    const { functionName: name, functionArn: arn } = configuration;
    const log = openFunctionLog(options.logDirectory, name, options.log);
    const mostEnvironments = Math.min(
      reservedConcurrency ?? Number.POSITIVE_INFINITY,
      options.mostEnvironmentsPerFunction,
    );
    const pool = createFunctionPool({
      startEnvironment: environmentStarter(configuration, options, log),
      mostEnvironments,
      idleSeconds: idleEnvironmentSeconds,
      onEnd: () => {
        for (const listener of listeners) listener();
      },
    });
    let policy = defaultAsynchronousPolicy;
    const { invoke } = pool;
    const { send, nowMs } = options;
    const asynchronous = createAsynchronousInvocations({
      functionArn: arn,
      policy: () => policy,
      invoke,
      send,
      nowMs,
      log: options.log,
    });
    const local: LocalFunction = {
      name,
      arn,
      mostEnvironments,
      invoke,
      invokeAsynchronously: asynchronous.accept,
      asynchronousPolicy: () => policy,
      setAsynchronousPolicy: (next) => {
        policy = next;
      },
      statistics: pool.statistics,
      underWay: () => pool.underWay() + asynchronous.pending(),
    };
    functions.set(arn, local);
    stops.push(async () => {
      await pool.stop();
      await log.close();
    });
    return local;
  };

  return {
    add,
    functionByArn: (arn) => functions.get(arn),
    functions: () => [...functions.values()],
    onInvocationEnd: (listener) => {
      listeners.push(listener);
    },
    stop: async () => {
      await Promise.all(stops.map((stop) => stop()));
    },
  };
};

const environmentStarter = (
  configuration: FunctionConfiguration,
  { program, endpoints, region, clockMemory }: FunctionEngineOptions,
  log: FunctionLog,
): (() => ReturnType<typeof startEnvironmentThread>) => {
  const { functionName, functionArn, memoryMegabytes, timeoutSeconds, logGroupName } = configuration;
  const handler = locateHandler(configuration);
  const projectUrl = import.meta.url;
  const start = { ...handler, projectUrl, clockMemory, functionName, functionArn, memoryMegabytes, logGroupName };
  const environment = functionEnvironment(configuration, endpoints, region);
  return () => startEnvironmentThread({ program, start, environment, timeoutSeconds, onLine: log.write });
};
