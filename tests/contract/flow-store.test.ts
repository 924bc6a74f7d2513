import { afterAll, beforeAll } from 'vitest';
import { createDynamoFlowStore } from '#adapters/aws/dynamodb-flow-store.ts';
import { createMemoryFlowStore } from '#adapters/memory/memory-flow-store.ts';
import { createMemoryLedgerTable } from '#adapters/memory/memory-ledger-table.ts';
import { type DynamoDbFixture, startDynamoDbFixture } from './dynamodb-fixture.ts';
import { describeFlowStore } from './flow-store.contract.ts';

let fixture: DynamoDbFixture;
beforeAll(async () => {
  fixture = await startDynamoDbFixture();
});
afterAll(() => fixture.stop());

describeFlowStore('createDynamoFlowStore', async () =>
  createDynamoFlowStore({
    client: fixture.client,
    tableName: await fixture.createTable('LedgerTable'),
    chance: Math.random,
  }),
);
describeFlowStore('createMemoryFlowStore', async () => createMemoryFlowStore(createMemoryLedgerTable()));
