import { join } from 'node:path';
import type { Assembly } from './assembly.ts';
import type { DataDirectory } from './data-directory.ts';
import { createDeliver } from './deliver.ts';
import { createTableRegistry } from './dynamodb/table-registry.ts';
import { startTimeToLiveSweep } from './dynamodb/time-to-live-sweep.ts';
import type { EmbeddedAwsOptions } from './embedded-aws.ts';
import { type EmbeddedEngines, startEngines } from './embedded-engines.ts';
import { drainLimitMs } from './event-sources/event-source.ts';
import { createMappingRegistry, type MappingRegistry } from './event-sources/mapping-registry.ts';
import { within } from './event-sources/within.ts';
import type { ErrorLog } from './events/delivery.ts';
import { startEventBridgeServer } from './events/event-bridge-server.ts';
import { createEventBuses } from './events/event-buses.ts';
import { createApiAssembly } from './http-api-assembly.ts';
import { environmentProgram } from './lambda/environment-thread.ts';
import type { FunctionEndpoints } from './lambda/function-configuration.ts';
import { createFunctionEngine, defaultMostEnvironments, type FunctionEngine } from './lambda/function-engine.ts';
import type { LocalAccount } from './local-account.ts';
import { type ScheduleTicker, startScheduleTicker } from './schedule-ticker.ts';
import { createSchedules } from './scheduler/schedules.ts';
import type { Mailbox } from './ses/mailbox.ts';
import { startStreamTrimmer } from './stream-trimmer.ts';
import type { UndoStack } from './undo-stack.ts';

export type PartsOptions = EmbeddedAwsOptions & { readonly assembly: Assembly; readonly data: DataDirectory };

/** The parts of an embedded AWS: engines and account, still without resources. */
export type EmbeddedParts = {
  readonly account: LocalAccount;
  readonly endpoints: FunctionEndpoints;
  readonly mailbox: Mailbox;
  /** Resolves, with the reason, when an engine died by itself. */
  readonly failed: Promise<Error>;
};

const timeToLiveIntervalMs = 10_000;

/** Starts the engines and makes the account. What it starts, it adds to `undo`. @throws Error when an engine cannot start. */
export const startParts = async (options: PartsOptions, undo: UndoStack): Promise<EmbeddedParts> => {
  const { clock, log, assembly, apiPort } = options;
  const { nowMs } = clock;
  const { accountId, region, assets } = assembly;
  const engines = await startEngines({ ...options, nowMs }, undo);
  const { dynamodb, queues, mail, mailbox } = engines;
  const errorLog = createErrorLog(log);
  // Functions are told where events go, and events go to functions: one of the two must look the other up late.
  const functionByArn: FunctionEngine['functionByArn'] = (arn) => functions.functionByArn(arn);
  const deliver = createDeliver(queues, functionByArn, 'accepted');
  const buses = createEventBuses({ nowMs, deliver, log: errorLog, accountId, region });
  undo.add(async () => {
    await within(buses.idle(), drainLimitMs);
  });
  const events = await startEventBridgeServer({ buses, port: 0 });
  undo.add(events.stop);
  const endpoints = { dynamodb: dynamodb.endpoint, sqs: queues.endpoint, events: events.url, ses: mail.endpoint };
  const functions = createFunctionEngine({
    program: await environmentProgram(),
    endpoints,
    region,
    clockMemory: clock.memory,
    nowMs,
    logDirectory: options.data.logs,
    mostEnvironmentsPerFunction: options.mostEnvironmentsPerFunction ?? defaultMostEnvironments,
    send: (arn, body, messageAttributes) => deliver({ arn, messageGroupId: null }, { body, messageAttributes }),
    log,
  });
  undo.add(functions.stop);
  const mappings = createMappings(options, engines);
  undo.add(mappings.stop);
  functions.onInvocationEnd(() => {
    for (const source of mappings.running()) source.nudge();
  });
  const invoke = createDeliver(queues, functionByArn, 'dealt with');
  const account: LocalAccount = {
    ...{ accountId, region, assets, dynamodb, queues, functions, buses, mappings, deliver },
    tables: createTableRegistry(),
    schedules: createSchedules({ nowMs, invoke, log: errorLog }),
    api: createApiAssembly({ port: apiPort, accountId, functions, nowMs, log: errorLog }),
  };
  const failed = Promise.race([dynamodb.died, mail.died]);
  void failed.then((error) => log(error.message));
  return { account, endpoints, mailbox, failed };
};

/** Starts what reads and ticks, once every resource stands. What it starts, it adds to `undo`. */
export const runParts = async (
  { account }: EmbeddedParts,
  { clock, log }: PartsOptions,
  undo: UndoStack,
): Promise<ScheduleTicker> => {
  const { dynamodb, tables, mappings, schedules, api } = account;
  await api.start();
  undo.add(api.stop);
  await mappings.startAll();
  const ticker = startScheduleTicker(schedules, clock);
  undo.add(ticker.stop);
  const sweep = startTimeToLiveSweep({
    call: dynamodb.call,
    tables: tables.expiring(),
    nowMs: clock.nowMs,
    intervalMs: timeToLiveIntervalMs,
    log,
  });
  undo.add(sweep.stop);
  if (dynamodb.streamRecords !== null) {
    const trimmer = startStreamTrimmer(dynamodb.streamRecords, mappings.passedSequenceNumbers, log);
    undo.add(async () => trimmer.stop());
  }
  return ticker;
};

const createMappings = (
  { clock, log, data, assembly, visibilityTimeoutSeconds }: PartsOptions,
  { dynamodb, queues }: EmbeddedEngines,
): MappingRegistry => {
  const { accountId, region } = assembly;
  const { nowMs, virtualMsOf } = clock;
  return createMappingRegistry({
    queueTools: (queueArn) => ({
      origin: { queueArn, region, accountId, virtualMsOf },
      redeliverySeconds: visibilityTimeoutSeconds,
      log,
    }),
    streamTools: {
      call: dynamodb.call,
      region,
      nowMs,
      virtualMsOf,
      log,
      send: (arn, body) => queues.send(arn, { body, messageAttributes: {}, messageGroupId: null }),
    },
    checkpointPath: (name) =>
      data.kept === undefined ? undefined : join(data.kept, 'stream-checkpoints', `${name}.json`),
  });
};

const createErrorLog = (log: (line: string) => void): ErrorLog => ({
  error: (message, details) => {
    const cause = details['error'];
    const reason = cause instanceof Error ? cause.message : JSON.stringify(details);
    log(`${message}: ${reason.slice(0, 500)}`);
  },
});
