import { Worker } from 'node:worker_threads';
import { maxYoungGenerationSizeMb, threadProgram } from '../thread-program.ts';
import type { EnvironmentMessage, EnvironmentStart, RunMessage } from './environment-messages.ts';
import { errorPayload, type Invocation, type InvocationFailure, type InvocationOutcome } from './invocation.ts';
import { createLineSplitter } from './line-splitter.ts';

/** One execution environment of a function: a worker thread that runs one invocation after another. */
export type EnvironmentThread = {
  /** Runs one invocation; never throws. Must not be called again before it resolved. */
  readonly run: (invocation: Invocation) => Promise<InvocationOutcome>;
  /** Whether it can run another invocation. */
  readonly isUsable: () => boolean;
  readonly stop: () => Promise<void>;
};

export type EnvironmentThreadOptions = {
  /** What `environmentProgram` gave. */
  readonly program: URL;
  readonly start: EnvironmentStart;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  /** Receives each line that the function writes. */
  readonly onLine: (line: string) => void;
};

const startLimitSeconds = 30;
const mostResponseBytes = 6 * 1024 * 1024;

/** The program of every execution environment, compiled. @throws Error when it cannot be compiled. */
export const environmentProgram = (): Promise<URL> =>
  threadProgram(new URL('./execution-environment.ts', import.meta.url));

type Failed = { readonly failure: InvocationFailure; readonly payload: string };
type Settled = { readonly payload: string } | Failed;

/** Starts an execution environment. A failure to load the handler shows in its first invocation. */
export const startEnvironmentThread = (options: EnvironmentThreadOptions): EnvironmentThread => {
  const worker = new Worker(options.program, {
    workerData: options.start,
    env: { ...options.environment },
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: options.start.memoryMegabytes, maxYoungGenerationSizeMb },
  });
  const output = { stdout: createLineSplitter(options.onLine), stderr: createLineSplitter(options.onLine) };
  // What Node.js itself writes, such as its warnings.
  worker.stdout.setEncoding('utf8').on('data', output.stdout.add);
  worker.stderr.setEncoding('utf8').on('data', output.stderr.add);
  let ended: Failed | undefined;
  let settleRun: ((settled: Settled) => void) | undefined;
  let settleStart: (failed: Failed | undefined) => void = () => undefined;
  const started = new Promise<Failed | undefined>((resolve) => {
    settleStart = resolve;
  });

  const end = (failed: Failed): void => {
    ended ??= failed;
    settleStart(failed);
    settleRun?.(failed);
  };
  const receive = (message: EnvironmentMessage): void => {
    if (message.kind === 'ready') settleStart(undefined);
    else if (message.kind === 'wrote') output[message.stream].add(message.text);
    else if (message.kind === 'failed-to-start') end({ failure: 'exit', payload: message.payload });
    else if (message.kind === 'succeeded') settleRun?.(boundResponse(message.payload));
    else settleRun?.({ failure: 'handler', payload: message.payload });
  };
  worker.on('message', receive);
  worker.on('error', (error: unknown) => end({ failure: 'exit', payload: uncaughtPayload(error) }));
  worker.on('exit', (code) => {
    output.stdout.end();
    output.stderr.end();
    const message = `Runtime exited with error: exit status ${code}`;
    end({ failure: 'exit', payload: errorPayload('Runtime.ExitError', message) });
  });

  const terminateAfter = (seconds: number, requestId: string): NodeJS.Timeout =>
    setTimeout(() => {
      end({ failure: 'timeout', payload: timeoutPayload(requestId, seconds) });
      void worker.terminate();
    }, seconds * 1000);

  const run = async ({ requestId, payload }: Invocation): Promise<InvocationOutcome> => {
    const startTimer = terminateAfter(startLimitSeconds, requestId);
    const failedStart = await started;
    clearTimeout(startTimer);
    if (failedStart !== undefined) return { ok: false, requestId, ...failedStart };
    const timer = terminateAfter(options.timeoutSeconds, requestId);
    const settled = await new Promise<Settled>((resolve) => {
      settleRun = resolve;
      if (ended !== undefined) resolve(ended);
      const message: RunMessage = { requestId, payload, timeoutMs: options.timeoutSeconds * 1000 };
      worker.postMessage(message);
    });
    clearTimeout(timer);
    settleRun = undefined;
    return 'failure' in settled ? { ok: false, requestId, ...settled } : { ok: true, requestId, ...settled };
  };

  return {
    run,
    isUsable: () => ended === undefined,
    stop: async () => {
      await worker.terminate();
    },
  };
};

const boundResponse = (payload: string): Settled => {
  const bytes = Buffer.byteLength(payload);
  if (bytes <= mostResponseBytes) return { payload };
  const message = `Response payload size (${bytes} bytes) exceeded maximum allowed payload size (${mostResponseBytes} bytes).`;
  return { failure: 'handler', payload: errorPayload('Function.ResponseSizeTooLarge', message) };
};

const timeoutPayload = (requestId: string, seconds: number): string =>
  errorPayload('Sandbox.Timedout', `RequestId: ${requestId} Error: Task timed out after ${seconds.toFixed(2)} seconds`);

const uncaughtPayload = (thrown: unknown): string => {
  if (!(thrown instanceof Error)) return errorPayload('Runtime.UnhandledException', String(thrown));
  const trace = (thrown.stack ?? '').split('\n');
  const isOutOfMemory = 'code' in thrown && thrown.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return errorPayload(isOutOfMemory ? 'Runtime.OutOfMemory' : 'Runtime.UnhandledException', thrown.message, trace);
};
