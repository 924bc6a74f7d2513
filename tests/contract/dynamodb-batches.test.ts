import { BatchGetItemCommand, BatchWriteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { createDynamoLedger } from '#adapters/aws/dynamodb-ledger.ts';
import { createDynamoLedgerReader } from '#adapters/aws/dynamodb-ledger-reader.ts';
import { createDynamoProfileStore } from '#adapters/aws/dynamodb-profile-store.ts';
import { ThrottledError } from '#ports/throttled-error.ts';
import { type DynamoDbFixture, startDynamoDbFixture } from './dynamodb-fixture.ts';
import { exampleProfile, exampleTransition, newCustomer } from './example-records.ts';
import { localClientOptions } from './local-client-options.ts';

let fixture: DynamoDbFixture;
beforeAll(async () => {
  fixture = await startDynamoDbFixture();
});
afterAll(() => fixture.stop());

const batchSchema = z.object({
  RequestItems: z.record(z.string(), z.union([z.array(z.unknown()), z.looseObject({ Keys: z.array(z.unknown()) })])),
});

/** A DynamoDB that takes at most `mostItems` of a batch and leaves the others unprocessed, as a throttled one does. */
function throttled(mostItems: number) {
  const stingy = new DynamoDBClient(localClientOptions(fixture.endpoint));
  let requests = 0;
  stingy.middlewareStack.add(
    (next, context) => async (args) => {
      const { commandName } = context;
      if (commandName !== BatchGetItemCommand.name && commandName !== BatchWriteItemCommand.name) return next(args);
      requests += 1;
      const [[tableName, batch] = ['', []]] = Object.entries(batchSchema.parse(args.input).RequestItems);
      const cut = (from: number, to?: number) => ({
        [tableName]: Array.isArray(batch) ? batch.slice(from, to) : { ...batch, Keys: batch.Keys.slice(from, to) },
      });
      const size = Array.isArray(batch) ? batch.length : batch.Keys.length;
      const left = size > mostItems ? cut(mostItems) : {};
      if (mostItems === 0)
        return { response: {}, output: { $metadata: {}, UnprocessedKeys: left, UnprocessedItems: left } };
      const answer = await next({ ...args, input: { ...args.input, RequestItems: cut(0, mostItems) } });
      return { ...answer, output: { ...answer.output, UnprocessedKeys: left, UnprocessedItems: left } };
    },
    { step: 'initialize', priority: 'low' },
  );
  return { client: stingy, requests: () => requests };
}

describe('createDynamoProfileStore', () => {
  test('createDynamoProfileStore loadMany asks again for what was left unprocessed', async () => {
    const tableName = await fixture.createTable('CustomerTable');
    const customers = Array.from({ length: 5 }, newCustomer);
    const full = createDynamoProfileStore({ client: fixture.client, tableName });
    for (const customer of customers) await full.put(exampleProfile(customer));
    const { client: stingy, requests } = throttled(2);
    const profiles = createDynamoProfileStore({ client: stingy, tableName });
    expect(await profiles.loadMany(customers)).toEqual(customers.map((customer) => exampleProfile(customer)));
    expect(requests()).toBe(3);
  });

  test('createDynamoProfileStore loadMany ends after one request that leaves everything unprocessed', async () => {
    const tableName = await fixture.createTable('CustomerTable');
    const { client: stingy, requests } = throttled(0);
    const profiles = createDynamoProfileStore({ client: stingy, tableName });
    await expect(profiles.loadMany([newCustomer(), newCustomer()])).rejects.toThrow(
      new ThrottledError(`read a batch of 2 from ${tableName}`, null),
    );
    expect(requests()).toBe(1);
  });
});

describe('createDynamoLedger', () => {
  test('createDynamoLedger recordTransitions writes again what was left unprocessed', async () => {
    const tableName = await fixture.createTable('LedgerTable');
    const { client: stingy, requests } = throttled(10);
    const customer = newCustomer();
    const all = Array.from({ length: 40 }, (_, index) => exampleTransition(customer, 40 - index));
    await createDynamoLedger({ client: stingy, tableName }).recordTransitions(all);
    const reader = createDynamoLedgerReader({ client: fixture.client, tableName });
    expect(await reader.transitionsOf(customer.tenant, customer.customerId, 100)).toEqual(all);
    // 25 in 3 requests, 15 in 2.
    expect(requests()).toBe(5);
  });

  test('createDynamoLedger recordTransitions ends after one request that leaves everything unprocessed', async () => {
    const tableName = await fixture.createTable('LedgerTable');
    const { client: stingy, requests } = throttled(0);
    const record = createDynamoLedger({ client: stingy, tableName }).recordTransitions([
      exampleTransition(newCustomer()),
    ]);
    await expect(record).rejects.toThrow(new ThrottledError(`write a batch of 1 into ${tableName}`, null));
    expect(requests()).toBe(1);
  });
});
