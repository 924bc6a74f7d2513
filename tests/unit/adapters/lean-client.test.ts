import { createServer } from 'node:http';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, onTestFinished, test, vi } from 'vitest';
import * as z from 'zod';
import { leanClient } from '#adapters/aws/lean-client.ts';
import { meteredClient } from '#adapters/aws/metered-client.ts';
import { listen } from '#infra/local/http/listen.ts';

const requestSchema = z.object({ Key: z.object({ pk: z.object({ S: z.string() }) }) });

/** A table in which each item is its key, with a client and what it would log. */
async function echoingTable() {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { Key } = requestSchema.parse(JSON.parse(Buffer.concat(chunks).toString()));
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify({ Item: Key, ConsumedCapacity: { TableName: 'table', CapacityUnits: 0.5 } }));
    });
  });
  const { url, stop } = await listen(server, 'a table', '127.0.0.1', 0);
  const log = { trace: vi.fn(), debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ region: 'us-east-1', endpoint: url, credentials, logger: log });
  onTestFinished(() => {
    client.destroy();
    return stop();
  });
  return { client, log };
}

const get = (key: string) => new GetItemCommand({ TableName: 'table', Key: { pk: { S: key } } });

test('leanClient gives each of many requests at once its own answer, and meters each', async () => {
  const { client } = await echoingTable();
  const count = vi.fn();
  const lean = meteredClient(leanClient(client), { count });
  const keys = Array.from({ length: 50 }, (_, index) => `key-${index}`);
  const answers = await Promise.all(keys.map((key) => lean.send(get(key))));
  expect(answers.map(({ Item }) => Item?.['pk']?.S)).toEqual(keys);
  expect(count.mock.calls.filter(([what]) => what === 'read units')).toHaveLength(keys.length);
});

test('leanClient builds no entries for a log', async () => {
  const { client, log } = await echoingTable();
  await client.send(get('before'));
  expect(log.info).toHaveBeenCalledTimes(1);
  await leanClient(client).send(get('after'));
  expect(log.info).toHaveBeenCalledTimes(1);
});
