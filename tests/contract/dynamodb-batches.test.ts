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

const keySchema = z.looseObject({ pk: z.object({ S: z.string() }) });
const batchSchema = z.object({
  RequestItems: z.record(z.string(), z.union([z.array(z.unknown()), z.looseObject({ Keys: z.array(keySchema) })])),
});

/**
 * A DynamoDB that takes at most `mostItems` of a batch, and no key of the partition `hotPartition`, and leaves the others
 * unprocessed, as a throttled one does.
 */
function throttled(mostItems: number, hotPartition: string | null = null) {
  const stingy = new DynamoDBClient(localClientOptions(fixture.endpoint));
  let requests = 0;
  stingy.middlewareStack.add(
    (next, context) => async (args) => {
      const { commandName } = context;
      if (commandName !== BatchGetItemCommand.name && commandName !== BatchWriteItemCommand.name) return next(args);
      requests += 1;
      const [[tableName, batch] = ['', []]] = Object.entries(batchSchema.parse(args.input).RequestItems);
      const cut = (isTaken: boolean) => {
        const keep = <Part>(all: readonly Part[], isCold: (one: Part) => boolean) => {
          const taken = new Set(all.filter(isCold).slice(0, mostItems));
          return all.filter((one) => taken.has(one) === isTaken);
        };
        if (Array.isArray(batch)) return keep<unknown>(batch, () => true);
        return { ...batch, Keys: keep(batch.Keys, (key) => key.pk.S !== hotPartition) };
      };
      const isEmpty = (part: ReturnType<typeof cut>) => (Array.isArray(part) ? part : part.Keys).length === 0;
      const [taken, rest] = [cut(true), cut(false)];
      const left = isEmpty(rest) ? {} : { [tableName]: rest };
      if (isEmpty(taken))
        return { response: {}, output: { $metadata: {}, UnprocessedKeys: left, UnprocessedItems: left } };
      const answer = await next({ ...args, input: { ...args.input, RequestItems: { [tableName]: taken } } });
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
    const expected = customers.map((customer) => ({ kind: 'read', record: exampleProfile(customer) }));
    expect(await profiles.loadMany(customers)).toEqual(expected);
    expect(requests()).toBe(3);
  });

  test('createDynamoProfileStore loadMany keeps what it found when one key is throttled again and again', async () => {
    const tableName = await fixture.createTable('CustomerTable');
    const [first, ...others] = Array.from({ length: 25 }, newCustomer);
    const full = createDynamoProfileStore({ client: fixture.client, tableName });
    for (const customer of others) await full.put(exampleProfile(customer));
    if (first === undefined) throw new Error('There is no customer');
    const { client: stingy, requests } = throttled(Number.POSITIVE_INFINITY, `${first.tenant}|${first.customerId}`);
    const results = await createDynamoProfileStore({ client: stingy, tableName }).loadMany([first, ...others]);
    const error = new ThrottledError(`read the profile of customer ${first.customerId}`, null);
    const expected = others.map((customer) => ({ kind: 'read', record: exampleProfile(customer) }));
    expect(results).toEqual([{ kind: 'failed', error }, ...expected]);
    expect(requests()).toBe(2);
  });

  test('createDynamoProfileStore loadMany gives a ThrottledError for each after one request that leaves everything unprocessed', async () => {
    const tableName = await fixture.createTable('CustomerTable');
    const { client: stingy, requests } = throttled(0);
    const profiles = createDynamoProfileStore({ client: stingy, tableName });
    const customers = [newCustomer(), newCustomer()];
    expect(await profiles.loadMany(customers)).toEqual(
      customers.map(({ customerId }) => {
        return { kind: 'failed', error: new ThrottledError(`read the profile of customer ${customerId}`, null) };
      }),
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
