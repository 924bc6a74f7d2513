import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type OwnedProcess, startOwnedProcess } from '../child-process.ts';
import { findFreePort } from '../free-port.ts';
import { chooseEngine, type EngineChoice } from './engine-choice.ts';
import { openStorageDirectory } from './storage-directory.ts';
import { openStreamRecords, type StreamRecords } from './stream-records.ts';
import type { StorageDirectory } from './temporary-storage.ts';
import { createDynamoDbCall, type DynamoDbCall } from './wire.ts';

/** A running DynamoDB. */
export type DynamoDbEngine = {
  readonly endpoint: string;
  readonly call: DynamoDbCall;
  /** The stream records of an engine that does not forget them by itself; null elsewhere. */
  readonly streamRecords: StreamRecords | null;
  /** Resolves, with the reason, when the engine died without having been stopped; never when it is not ours. */
  readonly died: Promise<Error>;
  readonly stop: () => Promise<void>;
};

export type DynamoDbEngineOptions = {
  /** Where data is kept; undefined keeps none. */
  readonly dataDirectory: string | undefined;
  readonly region: string;
  /** The value of AWS_ENDPOINT_URL_DYNAMODB, or undefined. */
  readonly endpointUrl: string | undefined;
};

const startLimitMs = 15_000;
const pollMs = 5;

/**
 * Starts the DynamoDB that `chooseEngine` finds, and waits until it answers.
 * @throws Error when there is none, or when it does not answer within 15 s.
 */
export const startDynamoDbEngine = async (options: DynamoDbEngineOptions): Promise<DynamoDbEngine> => {
  const choice = chooseEngine({
    endpointUrl: options.endpointUrl,
    fromModuleUrl: import.meta.url,
    platform: process.platform,
    architecture: process.arch,
  });
  if (choice.kind === 'endpoint') return useEndpoint(choice.url, options.region);
  const storage = openStorageDirectory(options.dataDirectory);
  try {
    return await startEngineProcess(choice, storage, options.region);
  } catch (error) {
    storage.release();
    throw error;
  }
};

const useEndpoint = async (url: string, region: string): Promise<DynamoDbEngine> => {
  const call = createDynamoDbCall(url, region);
  await call('DynamoDB_20120810.ListTables', {}).catch((error: unknown) => {
    throw new Error(`Cannot use DynamoDB at AWS_ENDPOINT_URL_DYNAMODB ${url}: ${String(error)}`, { cause: error });
  });
  return { endpoint: url, call, streamRecords: null, died: new Promise(() => undefined), stop: async () => undefined };
};

const startEngineProcess = async (
  choice: Exclude<EngineChoice, { kind: 'endpoint' }>,
  storage: StorageDirectory,
  region: string,
): Promise<DynamoDbEngine> => {
  const port = await findFreePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const databasePath = join(storage.path, 'dynamodb.sqlite');
  const child = startOwnedProcess({ what: 'DynamoDB', ...commandOf(choice, port, storage.path, databasePath) });
  try {
    const call = createDynamoDbCall(endpoint, region);
    await waitUntilAnswering(call, child);
    const streamRecords = choice.kind === 'dynoxide' ? openStreamRecords(databasePath) : null;
    const stop = async (): Promise<void> => {
      streamRecords?.close();
      await child.stop();
      storage.release();
    };
    return { endpoint, call, streamRecords, died: child.died, stop };
  } catch (error) {
    await child.stop();
    throw error;
  }
};

const commandOf = (
  choice: Exclude<EngineChoice, { kind: 'endpoint' }>,
  port: number,
  storagePath: string,
  databasePath: string,
): { readonly command: string; readonly commandArguments: readonly string[] } => {
  if (choice.kind === 'dynoxide') {
    const commandArguments = ['serve', '--host', '127.0.0.1', '--port', String(port), '--db-path', databasePath];
    return { command: choice.binaryPath, commandArguments };
  }
  const { jarDirectory } = choice;
  const java = [
    `-Djava.library.path=${join(jarDirectory, 'DynamoDBLocal_lib')}`,
    '-jar',
    join(jarDirectory, 'DynamoDBLocal.jar'),
  ];
  return { command: 'java', commandArguments: [...java, '-port', String(port), '-dbPath', storagePath, '-sharedDb'] };
};

const waitUntilAnswering = async (call: DynamoDbCall, child: OwnedProcess): Promise<void> => {
  const limit = performance.now() + startLimitMs;
  let death: Error | undefined;
  void child.died.then((error) => {
    death = error;
  });
  for (;;) {
    if (death !== undefined) throw death;
    try {
      await call('DynamoDB_20120810.ListTables', {});
      return;
    } catch (error) {
      if (performance.now() > limit) {
        throw new Error(`Cannot start DynamoDB: no answer within ${startLimitMs / 1000} s`, { cause: error });
      }
      await delay(pollMs);
    }
  }
};
