import { createServer } from 'node:http';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { createDynamoFlowStore } from '#adapters/aws/dynamodb-flow-store.ts';
import type { CountedWrite } from '#ports/flow-store.ts';
import { ThrottledError } from '#ports/throttled-error.ts';

const requestSchema = z.object({
  TransactItems: z.array(z.object({ Put: z.unknown().optional(), Update: z.object({ Key: z.unknown() }).optional() })),
});

/** What the server answers, one after the other: the reasons of a refusal, or null where it takes the transaction. */
const answers: (readonly string[] | null)[] = [];
const requests: z.infer<typeof requestSchema>[] = [];
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    requests.push(requestSchema.parse(JSON.parse(Buffer.concat(chunks).toString('utf8'))));
    const reasons = answers.shift() ?? null;
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    if (reasons === null) return response.end('{}');
    response.statusCode = 400;
    const CancellationReasons = reasons.map((Code) => ({ Code }));
    const __type = 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException';
    return response.end(JSON.stringify({ __type, message: 'cancelled', CancellationReasons }));
  });
});
let client: DynamoDBClient;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Cannot listen: there is no port');
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const endpoint = `http://127.0.0.1:${address.port}`;
  client = new DynamoDBClient({ region: 'us-east-1', endpoint, credentials, maxAttempts: 1 });
});
afterAll(() => {
  client.destroy();
  server.close();
});
beforeEach(() => {
  answers.length = 0;
  requests.length = 0;
});

function write(customerId: string): CountedWrite {
  const day = '2026-03-01';
  return { tenant: 'shop', customerId, profileVersion: 1, day, patterns: ['+quiet'], revenueMinor: 0 };
}

const store = () => createDynamoFlowStore({ client, tableName: 'ledger', chance: () => 0 });
const sizes = () => requests.map(({ TransactItems }) => TransactItems.length);

describe('createDynamoFlowStore', () => {
  test('createDynamoFlowStore count sends what many writes add to one sum as one addition', async () => {
    expect(await store().count([write('a'), write('b'), write('c')], 0)).toBe(3);
    expect(sizes()).toEqual([4]);
  });

  test('createDynamoFlowStore count leaves out what was counted before, and counts the rest', async () => {
    answers.push(['ConditionalCheckFailed', 'None', 'ConditionalCheckFailed', 'None']);
    expect(await store().count([write('a'), write('b'), write('c')], 0)).toBe(1);
    expect(sizes()).toEqual([4, 2]);
  });

  test('createDynamoFlowStore count tries again where it met others, and leaves out what these have counted', async () => {
    answers.push(['None', 'None', 'TransactionConflict'], ['ConditionalCheckFailed', 'None', 'TransactionConflict']);
    expect(await store().count([write('a'), write('b')], 0)).toBe(1);
    expect(sizes()).toEqual([3, 3, 2]);
  });

  test('createDynamoFlowStore count gives up where it meets others each time', async () => {
    for (let times = 0; times < 20; times += 1) answers.push(['None', 'ThrottlingError']);
    await expect(store().count([write('a')], 0)).rejects.toThrow(ThrottledError);
    expect(sizes()).toEqual(Array.from({ length: 8 }, () => 2));
  });

  test('createDynamoFlowStore count does not repeat what can never be taken', async () => {
    answers.push(['None', 'ValidationError']);
    await expect(store().count([write('a')], 0)).rejects.toThrow('cancelled');
    expect(requests).toHaveLength(1);
  });
});
