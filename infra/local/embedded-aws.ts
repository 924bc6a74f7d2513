import { readAssembly } from './assembly.ts';
import type { EmbeddedClock } from './clock.ts';
import { openDataDirectory } from './data-directory.ts';
import { type EmbeddedParts, runParts, startParts } from './embedded-parts.ts';
import type { AcceptedEvent } from './events/event-buses.ts';
import { findFreePort } from './free-port.ts';
import type { FunctionEndpoints } from './lambda/function-configuration.ts';
import type { FunctionStatistics } from './lambda/function-statistics.ts';
import type { ScheduleTicker } from './schedule-ticker.ts';
import type { StoredMail } from './ses/mailbox.ts';
import { type Activity, settle } from './settle.ts';
import type { QueueCounts } from './sqs/local-queue.ts';
import { standUp } from './stand-up.ts';
import { createUndoStack, type UndoStack } from './undo-stack.ts';

export type EmbeddedAwsOptions = {
  /** The cloud assembly: `cdk.out`. */
  readonly assemblyDirectory: string;
  /** Where data is kept over a restart; undefined keeps nothing. */
  readonly dataDirectory: string | undefined;
  readonly clock: EmbeddedClock;
  /** The port of the HTTP API; 0 takes any that is free. */
  readonly apiPort: number;
  readonly log: (line: string) => void;
  /**
   * After how many seconds a message that a function failed is seen again, instead of when the visibility timeout of its
   * queue ends; 0 is at once. For people and tests that wait for redeliveries.
   */
  readonly visibilityTimeoutSeconds?: number;
  /** Threads per function; 4 by default, of which an event source uses 2. */
  readonly mostEnvironmentsPerFunction?: number;
};

/** Per function by its name, per queue by its name. */
export type EmbeddedStatistics = {
  readonly functions: Readonly<Record<string, FunctionStatistics>>;
  readonly queues: Readonly<Record<string, QueueCounts>>;
};

/** An AWS account on this machine, made from a cloud assembly. */
export type EmbeddedAws = {
  /** The outputs of all stacks, by their keys. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly endpoints: FunctionEndpoints;
  /** Where the HTTP API answers, without a slash at the end; null when the templates have none. */
  readonly apiUrl: string | null;
  readonly region: string;
  readonly clock: EmbeddedClock;
  readonly buses: { readonly subscribe: (listener: (accepted: AcceptedEvent) => void) => () => void };
  /** The mails that were sent, oldest first: the last 10,000. */
  readonly mailbox: () => readonly StoredMail[];
  readonly statistics: () => EmbeddedStatistics;
  /** Where each function's log is, one file per function. */
  readonly logDirectory: string;
  /** Waits until nothing is under way. @throws Error that says what still is, after the timeout. */
  readonly settle: (options: { readonly timeoutSeconds: number }) => Promise<void>;
  /** Resolves, with the reason, when a part died by itself: nothing works any more. */
  readonly failed: Promise<Error>;
  /** Ends everything that was started. Safe to call twice. */
  readonly stop: () => Promise<void>;
};

/**
 * Stands a cloud assembly up on this machine: tables with streams, queues, buses, rules, schedules, functions in worker
 * threads, event-source mappings, the HTTP API and a mailbox, all of it from the synthesized templates.
 *
 * @throws Error that names the resource, the property or the port that is wrong; what was started by then is ended.
 */
export const startEmbeddedAws = async (options: EmbeddedAwsOptions): Promise<EmbeddedAws> => {
  const undo = createUndoStack();
  try {
    return await start(options, undo);
  } catch (error) {
    await undo.run();
    throw error;
  }
};

const start = async (options: EmbeddedAwsOptions, undo: UndoStack): Promise<EmbeddedAws> => {
  const { clock } = options;
  const assembly = readAssembly(options.assemblyDirectory);
  const data = openDataDirectory(options.dataDirectory);
  undo.add(async () => data.release());
  const apiPort = options.apiPort === 0 ? await findFreePort() : options.apiPort;
  const partsOptions = { ...options, apiPort, assembly, data };
  const parts = await startParts(partsOptions, undo);
  const { account } = parts;
  const outputs = await standUp(assembly, account);
  const ticker = await runParts(parts, partsOptions, undo);
  const activity = activityOf(parts, ticker);
  return {
    outputs,
    endpoints: parts.endpoints,
    apiUrl: account.api.apiId() === null ? null : account.api.url,
    region: account.region,
    clock,
    buses: { subscribe: account.buses.subscribe },
    mailbox: parts.mailbox.mails,
    statistics: () => readStatistics(parts),
    logDirectory: data.logs,
    settle: ({ timeoutSeconds }) => settle(activity, timeoutSeconds),
    failed: parts.failed,
    stop: undo.run,
  };
};

const readStatistics = ({ account }: EmbeddedParts): EmbeddedStatistics => ({
  functions: Object.fromEntries(account.functions.functions().map(({ name, statistics }) => [name, statistics()])),
  queues: Object.fromEntries(account.queues.queues().map(({ name, counts }) => [name, counts()])),
});

const activityOf = (parts: EmbeddedParts, ticker: ScheduleTicker): Activity => {
  const { functions, mappings, buses, queues } = parts.account;
  let failure: Error | undefined;
  void parts.failed.then((error) => {
    failure = error;
  });
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return {
    eventSources: mappings.running,
    invocationsUnderWay: () => sum(functions.functions().map(({ underWay }) => underWay())),
    invocationsEnded: () => sum(functions.functions().map(({ statistics }) => statistics().invocations)),
    eventsDelivered: buses.idle,
    holdSchedules: ticker.hold,
    failure: () => failure,
    describe: () => {
      const busy = functions.functions().filter(({ underWay }) => underWay() > 0);
      const full = queues.queues().filter(({ counts }) => counts().visible + counts().inFlight > 0);
      const counted = full.map(({ name, counts }) => `${name} ${JSON.stringify(counts())}`);
      return [...busy.map(({ name, underWay }) => `${name}: ${underWay()} invocations`), ...counted].join('; ');
    },
  };
};
