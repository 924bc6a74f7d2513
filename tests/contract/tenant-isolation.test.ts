import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDynamoFlowStore } from '#adapters/aws/dynamodb-flow-store.ts';
import { createDynamoLedger } from '#adapters/aws/dynamodb-ledger.ts';
import { createDynamoLedgerReader } from '#adapters/aws/dynamodb-ledger-reader.ts';
import { createDynamoProfileReader } from '#adapters/aws/dynamodb-profile-reader.ts';
import { createDynamoProfileStore } from '#adapters/aws/dynamodb-profile-store.ts';
import { createDynamoQuarantine } from '#adapters/aws/dynamodb-quarantine.ts';
import { createDynamoRunStore } from '#adapters/aws/dynamodb-run-store.ts';
import { createDynamoSourceStore } from '#adapters/aws/dynamodb-source-store.ts';
import { createDynamoWakeIndex } from '#adapters/aws/dynamodb-wake-index.ts';
import { createS3EventArchiveReader } from '#adapters/aws/s3-event-archive-reader.ts';
import { createS3EventArchiveWriter } from '#adapters/aws/s3-event-archive-writer.ts';
import { type QueueEngine, startQueueEngine } from '#infra/local/sqs/queue-engine.ts';
import { type DynamoDbFixture, startDynamoDbFixture } from './dynamodb-fixture.ts';
import type { IsolationStores } from './isolation/isolation-stores.ts';
import { runIsolation } from './isolation/run-isolation.ts';
import { localClientOptions } from './local-client-options.ts';

let fixture: DynamoDbFixture;
let engine: QueueEngine;
let storage: S3Client;
beforeAll(async () => {
  fixture = await startDynamoDbFixture();
  engine = await startQueueEngine({ dataDirectory: undefined, accountId: '000000000000', region: 'us-east-1' });
  storage = new S3Client(localClientOptions(engine.endpoint));
});
afterAll(async () => {
  storage.destroy();
  await engine.stop();
  await fixture.stop();
});

async function openDynamoStores(): Promise<IsolationStores> {
  const { client } = fixture;
  const customers = { client, tableName: await fixture.createTable('CustomerTable') };
  const ledger = { client, tableName: await fixture.createTable('LedgerTable') };
  const sources = { client, tableName: await fixture.createTable('SourceTable') };
  engine.ensureBucket('isolation');
  const archive = { client: storage, bucketName: 'isolation' };
  return {
    profiles: createDynamoProfileStore(customers),
    profileReader: createDynamoProfileReader(customers),
    runs: createDynamoRunStore(customers),
    wakeIndex: createDynamoWakeIndex(customers),
    ledger: createDynamoLedger(ledger),
    flows: createDynamoFlowStore({ ...ledger, chance: () => 0.5 }),
    ledgerReader: createDynamoLedgerReader(ledger),
    quarantine: createDynamoQuarantine(ledger),
    sources: createDynamoSourceStore(sources),
    archive: { ...createS3EventArchiveWriter(archive), ...createS3EventArchiveReader(archive) },
  };
}

test('runIsolation finds no leak in 600 random operations of six tenants over the tables that are deployed', async () => {
  const { operations, leaks, emails } = await runIsolation(await openDynamoStores(), { seed: 2, count: 600 });
  expect(leaks).toEqual([]);
  expect(Object.values(operations).reduce((sum, count) => sum + count, 0)).toBe(600);
  expect(emails).toBeGreaterThan(0);
});
