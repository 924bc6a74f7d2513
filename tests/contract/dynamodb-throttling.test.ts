import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, test } from 'vitest';
import { batchGet } from '#adapters/aws/batch-get.ts';
import { batchPut } from '#adapters/aws/batch-put.ts';
import { putVersion } from '#adapters/aws/conditional-put.ts';
import { queryAll } from '#adapters/aws/query-all.ts';
import { ThrottledError } from '#ports/throttled-error.ts';
import { localClientOptions } from './local-client-options.ts';

const item = { pk: { S: 'shop|ann' }, sk: { S: 'profile' } };

const calls: readonly [string, (client: DynamoDBClient) => Promise<unknown>, string][] = [
  ['batchGet', (client) => batchGet(client, 'T', ['shop|ann', 'shop|bob'], 'profile'), 'read a batch of 2 from T'],
  ['batchPut', (client) => batchPut(client, 'T', [item]), 'write a batch of 1 into T'],
  ['putVersion', (client) => putVersion(client, 'T', item, 3), 'write "profile" of shop|ann, version 3, into T'],
  ['queryAll', (client) => queryAll(client, { TableName: 'T' }, { limit: 9, what: 'the pages' }), 'read the pages'],
];

/** What DynamoDB answers on the wire, with HTTP status 400. */
const answers = [
  'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
  'com.amazon.coral.availability#ThrottlingException',
  'com.amazonaws.dynamodb.v20120810#RequestLimitExceeded',
];

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** A DynamoDB that answers every request with one error. */
async function refusingWith(type: string) {
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    request.resume();
    request.on('end', () => {
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify({ __type: type, message: 'slow down' }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = new DynamoDBClient(localClientOptions(`http://127.0.0.1:${portOf(server.address())}`));
  stops.push(() => {
    client.destroy();
    server.closeAllConnections();
    server.close();
  });
  return { client, requests: () => requests };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error(`Cannot listen: the address is ${address}`);
  return address.port;
}

describe.each(calls)('%s against a table that throttles everything', (name, call, action) => {
  test.each(answers)(`${name} ends after one request as a ThrottledError on %s`, async (type) => {
    const { client, requests } = await refusingWith(type);
    const thrown = await call(client).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(ThrottledError);
    expect(thrown).toMatchObject({ action, message: expect.stringContaining('slow down') });
    expect(requests()).toBe(1);
  });

  test(`${name} leaves an error that is no throttling as it is`, async () => {
    const { client } = await refusingWith('com.amazonaws.dynamodb.v20120810#ResourceNotFoundException');
    await expect(call(client)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
