import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createDynamoLedgerReader } from '#adapters/aws/dynamodb-ledger-reader.ts';
import { createDynamoProfileReader } from '#adapters/aws/dynamodb-profile-reader.ts';
import { createDynamoProfileStore } from '#adapters/aws/dynamodb-profile-store.ts';
import { createDynamoSourceStore } from '#adapters/aws/dynamodb-source-store.ts';
import type { Clock } from '#ports/clock.ts';
import type { LedgerReader } from '#ports/ledger.ts';
import type { ProfileReader } from '#ports/profile-reader.ts';
import type { ProfileStore } from '#ports/profile-store.ts';
import type { SourceStore } from '#ports/source-store.ts';

/** What this process reads of the running Holdfast, from outside of its functions. */
export type HoldfastViews = {
  readonly ledger: LedgerReader;
  readonly profiles: ProfileStore;
  readonly profileReader: ProfileReader;
  readonly sources: SourceStore;
  readonly queues: SQSClient;
  close(): void;
};

/** An output of the stacks. Throws, naming it, if they have none. */
export function outputOf(outputs: Readonly<Record<string, string>>, name: string): string {
  const value = outputs[name];
  if (value === undefined) throw new Error(`Cannot find the output ${name} of the stacks`);
  return value;
}

/** Opens the tables and queues of a running stack. */
export function openViews(stack: {
  readonly endpoints: { readonly dynamodb: string; readonly sqs: string };
  readonly outputs: Readonly<Record<string, string>>;
  readonly nowMs: Clock;
}): HoldfastViews {
  const local = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  const client = new DynamoDBClient({ ...local, endpoint: stack.endpoints.dynamodb });
  const queues = new SQSClient({ ...local, endpoint: stack.endpoints.sqs });
  const table = (name: string) => ({ client, tableName: outputOf(stack.outputs, name) });
  return {
    ledger: createDynamoLedgerReader(table('LedgerTableName')),
    profiles: createDynamoProfileStore(table('CustomerTableName')),
    profileReader: createDynamoProfileReader(table('CustomerTableName')),
    sources: createDynamoSourceStore(table('SourceTableName')),
    queues,
    close: () => {
      client.destroy();
      queues.destroy();
    },
  };
}
