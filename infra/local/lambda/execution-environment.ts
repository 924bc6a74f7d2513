import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { monotonicMs, readClockMs } from '../clock-reading.ts';
import type { EnvironmentMessage, EnvironmentStart, OutputStream, RunMessage } from './environment-messages.ts';
import { errorPayload } from './invocation.ts';
import { provideRuntimeModules } from './runtime-modules.ts';
import { createVirtualDate } from './virtual-date.ts';

// The body of a worker thread: one execution environment of one function, one invocation at a time.

type Handler = (event: unknown, context: Readonly<Record<string, unknown>>) => unknown;

const post = (message: EnvironmentMessage): void => parentPort?.postMessage(message);

/**
 * Sends what is written at once, in one message. A worker's own streams take several, and hold a second text back until the other
 * side has asked for it: what came before an endless loop would be lost.
 */
const sendWrites = (name: OutputStream): void => {
  process[name].write = (chunk: Uint8Array | string, ...more: readonly unknown[]): boolean => {
    post({ kind: 'wrote', stream: name, text: typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString() });
    const written = more.at(-1);
    if (typeof written === 'function') process.nextTick(written);
    return true;
  };
};

const describeError = (thrown: unknown): string => {
  if (!(thrown instanceof Error)) return errorPayload(typeof thrown, String(thrown));
  return errorPayload(thrown.name, thrown.message, (thrown.stack ?? '').split('\n'));
};

const contextOf = (start: EnvironmentStart, run: RunMessage): Readonly<Record<string, unknown>> => {
  const deadlineMs = monotonicMs() + run.timeoutMs;
  return {
    awsRequestId: run.requestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName: start.functionName,
    functionVersion: '$LATEST',
    getRemainingTimeInMillis: () => Math.max(0, Math.round(deadlineMs - monotonicMs())),
    invokedFunctionArn: start.functionArn,
    logGroupName: start.logGroupName,
    logStreamName: 'local',
    memoryLimitInMB: String(start.memoryMegabytes),
  };
};

const runInvocation = async (handler: Handler, start: EnvironmentStart, run: RunMessage): Promise<void> => {
  process.env['_X_AMZN_TRACE_ID'] = traceId();
  try {
    const result = await handler(JSON.parse(run.payload), contextOf(start, run));
    post({ kind: 'succeeded', requestId: run.requestId, payload: JSON.stringify(result) ?? 'null' });
  } catch (thrown) {
    post({ kind: 'failed', requestId: run.requestId, payload: describeError(thrown) });
  }
};

const traceId = (): string => {
  const hexadecimal = crypto.randomUUID().replaceAll('-', '');
  const epochSeconds = Math.floor(Date.now() / 1000)
    .toString(16)
    .padStart(8, '0');
  return `Root=1-${epochSeconds}-${hexadecimal.slice(0, 24)};Parent=${hexadecimal.slice(-16)};Sampled=0`;
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  (typeof value === 'object' || typeof value === 'function') && value !== null;

const loadHandler = async ({ modulePath, exportName }: EnvironmentStart): Promise<Handler> => {
  const exports: Readonly<Record<string, unknown>> = await import(pathToFileURL(modulePath).href);
  const defaults = exports['default'];
  // A CommonJS module shows its exports through `default` where Node cannot see their names.
  const handler = exports[exportName] ?? (isRecord(defaults) ? defaults[exportName] : undefined);
  if (typeof handler !== 'function') throw new TypeError(`${exportName} is undefined or not exported by ${modulePath}`);
  return (event, context) => handler(event, context);
};

const main = async (): Promise<void> => {
  // What comes from the thread that started this one is typed on both sides.
  const start: EnvironmentStart = workerData;
  sendWrites('stdout');
  sendWrites('stderr');
  globalThis.Date = createVirtualDate(Date, () => readClockMs(start.clockMemory));
  provideRuntimeModules(start.projectUrl);
  try {
    const handler = await loadHandler(start);
    parentPort?.on('message', (message: RunMessage) => {
      void runInvocation(handler, start, message);
    });
    post({ kind: 'ready' });
  } catch (thrown) {
    post({ kind: 'failed-to-start', payload: describeError(thrown) });
  }
};

await main();
