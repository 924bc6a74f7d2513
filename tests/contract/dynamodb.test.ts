import { DeleteItemCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDynamoLedger } from '#adapters/aws/dynamodb-ledger.ts';
import { createDynamoLedgerReader } from '#adapters/aws/dynamodb-ledger-reader.ts';
import { createDynamoProfileReader } from '#adapters/aws/dynamodb-profile-reader.ts';
import { createDynamoProfileStore } from '#adapters/aws/dynamodb-profile-store.ts';
import { createDynamoQuarantine } from '#adapters/aws/dynamodb-quarantine.ts';
import { createDynamoRunStore } from '#adapters/aws/dynamodb-run-store.ts';
import { createDynamoSourceStore } from '#adapters/aws/dynamodb-source-store.ts';
import { createDynamoWakeIndex } from '#adapters/aws/dynamodb-wake-index.ts';
import { firstPagePosition } from '#ports/profile-store.ts';
import type { OpenCustomerStores } from './customer-stores.ts';
import { type DynamoDbFixture, startDynamoDbFixture } from './dynamodb-fixture.ts';
import { exampleDelivery, examplePage, exampleProfile, exampleRun, newCustomer, startMs } from './example-records.ts';
import { describeJoinStore } from './join-store.contract.ts';
import { describeLedger, type OpenLedger } from './ledger.contract.ts';
import { describeLedgerIsolation } from './ledger-isolation.contract.ts';
import { describeMemberStore } from './member-store.contract.ts';
import { describePageStore } from './page-store.contract.ts';
import { describeProfileReader } from './profile-reader.contract.ts';
import { describeProfileStore } from './profile-store.contract.ts';
import { describeQuarantine } from './quarantine.contract.ts';
import { describeRunStore } from './run-store.contract.ts';
import { describeSourceStore } from './source-store.contract.ts';
import { describeWakeIndex } from './wake-index.contract.ts';

let fixture: DynamoDbFixture;
beforeAll(async () => {
  fixture = await startDynamoDbFixture();
});
afterAll(() => fixture.stop());

const openCustomers: OpenCustomerStores = async () => {
  const { client } = fixture;
  const tableName = await fixture.createTable('CustomerTable');
  return {
    profiles: createDynamoProfileStore({ client, tableName }),
    runs: createDynamoRunStore({ client, tableName }),
    wakeIndex: createDynamoWakeIndex({ client, tableName }),
    reader: createDynamoProfileReader({ client, tableName }),
    async putItem(item) {
      await client.send(new PutItemCommand({ TableName: tableName, Item: item }));
    },
  };
};

const openLedger: OpenLedger = async () => {
  const options = { client: fixture.client, tableName: await fixture.createTable('LedgerTable') };
  return { ledger: createDynamoLedger(options), reader: createDynamoLedgerReader(options) };
};

describeProfileStore('createDynamoProfileStore', openCustomers);
describePageStore('createDynamoProfileStore', openCustomers);
describeJoinStore('createDynamoProfileStore', openCustomers);
describeMemberStore('createDynamoProfileStore', openCustomers);
describeRunStore('createDynamoRunStore', openCustomers);
describeWakeIndex('createDynamoWakeIndex', openCustomers);
describeProfileReader('createDynamoProfileReader', openCustomers);
describeLedger('createDynamoLedger', openLedger);
describeLedgerIsolation('createDynamoLedgerReader', openLedger);
describeQuarantine('createDynamoQuarantine', async () => {
  const options = { client: fixture.client, tableName: await fixture.createTable('LedgerTable') };
  return { ledger: createDynamoLedger(options), quarantine: createDynamoQuarantine(options) };
});
describeSourceStore('createDynamoSourceStore', async () =>
  createDynamoSourceStore({ client: fixture.client, tableName: await fixture.createTable('SourceTable') }),
);

describe('createDynamoProfileStore', () => {
  test('createDynamoProfileStore putPage lets a page expire by itself, at the end of its last second', async () => {
    const { client } = fixture;
    const tableName = await fixture.createTable('CustomerTable');
    const page = examplePage({ tenant: 't', customerId: 'c' }, 7, { expiresMs: startMs + 1 });
    await createDynamoProfileStore({ client, tableName }).putPage(page);
    const Key = { pk: { S: 't|c' }, sk: { S: 'page#v0000000000000007' } };
    const { Item } = await client.send(new GetItemCommand({ TableName: tableName, Key }));
    expect(Item?.['expiresAt']).toEqual({ N: String(startMs / 1000 + 1) });
  });

  test('createDynamoProfileStore loadPages goes on after a page that is not there any more', async () => {
    const { client } = fixture;
    const tableName = await fixture.createTable('CustomerTable');
    const customer = newCustomer();
    const profiles = createDynamoProfileStore({ client, tableName });
    await profiles.putPage(examplePage(customer, 7));
    const { position } = await profiles.loadPages(customer.tenant, customer.customerId, firstPagePosition);
    const Key = { pk: { S: `${customer.tenant}|${customer.customerId}` }, sk: { S: 'page#v0000000000000007' } };
    await client.send(new DeleteItemCommand({ TableName: tableName, Key }));
    await profiles.putPage(examplePage(customer, 9));
    const { pages } = await profiles.loadPages(customer.tenant, customer.customerId, position);
    expect(pages).toEqual([examplePage(customer, 9)]);
  });

  test('createDynamoProfileStore throws what is not a conflict', async () => {
    const options = { client: fixture.client, tableName: 'nowhere' };
    const profile = exampleProfile(newCustomer());
    await expect(createDynamoProfileStore(options).put(profile)).rejects.toThrow();
    await expect(createDynamoRunStore(options).putRun(exampleRun(newCustomer()))).rejects.toThrow();
    await expect(createDynamoLedger(options).claimDelivery(exampleDelivery(newCustomer(), 'a#1'))).rejects.toThrow();
  });
});
