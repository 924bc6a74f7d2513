import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll } from 'vitest';
import { createDynamoPopulationStore } from '#adapters/aws/dynamodb-population-store.ts';
import { createDynamoProfileScan } from '#adapters/aws/dynamodb-profile-scan.ts';
import { createDynamoProfileStore } from '#adapters/aws/dynamodb-profile-store.ts';
import { createDynamoSegmentSizeStore } from '#adapters/aws/dynamodb-segment-size-store.ts';
import { createDynamoSurveyProgressStore } from '#adapters/aws/dynamodb-survey-progress-store.ts';
import { createMemoryCustomerTable } from '#adapters/memory/memory-customer-table.ts';
import { createMemoryLedgerTable } from '#adapters/memory/memory-ledger-table.ts';
import { createMemoryPopulationStore } from '#adapters/memory/memory-population-store.ts';
import { createMemoryProfileScan } from '#adapters/memory/memory-profile-scan.ts';
import { createMemoryProfileStore } from '#adapters/memory/memory-profile-store.ts';
import { createMemorySegmentSizeStore } from '#adapters/memory/memory-segment-size-store.ts';
import { createMemorySurveyProgressStore } from '#adapters/memory/memory-survey-progress-store.ts';
import { type DynamoDbFixture, startDynamoDbFixture } from './dynamodb-fixture.ts';
import { describePopulationStore } from './population-store.contract.ts';
import { describeProfileScan, type OpenProfileScan } from './profile-scan.contract.ts';
import { describeSegmentSizeStore } from './segment-size-store.contract.ts';
import { describeSurveyProgressStore } from './survey-progress-store.contract.ts';

let fixture: DynamoDbFixture;
beforeAll(async () => {
  fixture = await startDynamoDbFixture();
});
afterAll(() => fixture.stop());

const ledgerTable = async () => ({
  client: fixture.client,
  tableName: await fixture.createTable('LedgerTable'),
});

const openScan =
  (pageItems: number | undefined): OpenProfileScan =>
  async () => {
    const options = { client: fixture.client, tableName: await fixture.createTable('CustomerTable') };
    return {
      scan: createDynamoProfileScan({ ...options, ...(pageItems === undefined ? {} : { pageItems }) }),
      profiles: createDynamoProfileStore(options),
      async putItem(Item) {
        await fixture.client.send(new PutItemCommand({ TableName: options.tableName, Item }));
      },
    };
  };

const openMemoryScan = (pageItems: number): OpenProfileScan => {
  return async () => {
    const table = createMemoryCustomerTable();
    return {
      scan: createMemoryProfileScan(table, pageItems),
      profiles: createMemoryProfileStore(table),
      putItem: async (item) => table.put(item),
    };
  };
};

describePopulationStore('createDynamoPopulationStore', async () => createDynamoPopulationStore(await ledgerTable()));
describePopulationStore('createMemoryPopulationStore', async () =>
  createMemoryPopulationStore(createMemoryLedgerTable()),
);
describeSegmentSizeStore('createDynamoSegmentSizeStore', async () => createDynamoSegmentSizeStore(await ledgerTable()));
describeSegmentSizeStore('createMemorySegmentSizeStore', async () =>
  createMemorySegmentSizeStore(createMemoryLedgerTable()),
);
describeSurveyProgressStore('createDynamoSurveyProgressStore', async () =>
  createDynamoSurveyProgressStore(await ledgerTable()),
);
describeSurveyProgressStore('createMemorySurveyProgressStore', async () =>
  createMemorySurveyProgressStore(createMemoryLedgerTable()),
);
describeProfileScan('createDynamoProfileScan', openScan(undefined));
describeProfileScan('createDynamoProfileScan, one item a request', openScan(1));
describeProfileScan('createMemoryProfileScan', openMemoryScan(1_000));
describeProfileScan('createMemoryProfileScan, three items a request', openMemoryScan(3));
