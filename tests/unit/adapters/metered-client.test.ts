import { createServer } from 'node:http';
import { BatchGetItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { GetQueueAttributesCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { meteredClient } from '#adapters/aws/metered-client.ts';
import { listen } from '#infra/local/http/listen.ts';
import type { Metered } from '#ports/meter.ts';

const stops: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** A server that keeps the bodies it gets, as JSON, and gives one answer. */
async function answeringServer(answer: { status: number; body: unknown }) {
  const asked: unknown[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      asked.push(JSON.parse(Buffer.concat(chunks).toString('utf8')));
      response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify(answer.body));
    });
  });
  const { url, stop } = await listen(server, 'a stand-in of AWS', '127.0.0.1', 0);
  stops.push(stop);
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  return { asked, options: { endpoint: url, region: 'us-east-1', credentials, maxAttempts: 1 } };
}

function createCounter() {
  const counts: Partial<Record<Metered, number>> = {};
  const count = (what: Metered, units: number) => {
    counts[what] = (counts[what] ?? 0) + units;
  };
  return { counts, meter: { count } };
}

const put = new PutItemCommand({ TableName: 'customers', Item: { pk: { S: 'a' } } });
const kilobytes = (count: number) => 'x'.repeat(count * 1_024);

describe('meteredClient', () => {
  test('meteredClient asks DynamoDB for the capacity that a write consumes, and counts it', async () => {
    const { asked, options } = await answeringServer({ status: 200, body: { ConsumedCapacity: { CapacityUnits: 3 } } });
    const { counts, meter } = createCounter();
    const client = meteredClient(new DynamoDBClient(options), meter);
    stops.push(() => client.destroy());
    await client.send(put);
    expect(z.object({ ReturnConsumedCapacity: z.string() }).parse(asked[0]).ReturnConsumedCapacity).toBe('TOTAL');
    expect(counts).toEqual({ 'DynamoDB requests': 1, 'write units': 3 });
  });

  test('meteredClient adds up what the tables of a batch consume', async () => {
    const body = { Responses: {}, ConsumedCapacity: [{ CapacityUnits: 12.5 }, { CapacityUnits: 1 }] };
    const { options } = await answeringServer({ status: 200, body });
    const { counts, meter } = createCounter();
    const client = meteredClient(new DynamoDBClient(options), meter);
    stops.push(() => client.destroy());
    await client.send(new BatchGetItemCommand({ RequestItems: { customers: { Keys: [{ pk: { S: 'a' } }] } } }));
    expect(counts).toEqual({ 'DynamoDB requests': 1, 'read units': 13.5 });
  });

  test('meteredClient counts one unit for a write whose condition did not hold, and none for one that failed', async () => {
    const { counts, meter } = createCounter();
    for (const [status, type] of [
      [400, 'ConditionalCheckFailedException'],
      [500, 'InternalServerError'],
    ] as const) {
      const { options } = await answeringServer({ status, body: { __type: `com.amazonaws.dynamodb#${type}` } });
      const client = meteredClient(new DynamoDBClient(options), meter);
      stops.push(() => client.destroy());
      await expect(client.send(put)).rejects.toThrow();
    }
    expect(counts).toEqual({ 'DynamoDB requests': 2, 'write units': 1 });
  });

  test.each([
    [[1, 1], 1],
    [[60, 4], 1],
    [[60, 5], 2],
    [[200, 40], 4],
  ])('meteredClient counts messages of %j KB as %i requests of SQS', async (sizes, requests) => {
    const { options } = await answeringServer({ status: 200, body: { Successful: [], Failed: [] } });
    const { counts, meter } = createCounter();
    const client = meteredClient(new SQSClient({ ...options, md5: false }), meter);
    stops.push(() => client.destroy());
    const Entries = sizes.map((size, index) => ({ Id: String(index), MessageBody: kilobytes(size) }));
    await client.send(new SendMessageBatchCommand({ QueueUrl: `${options.endpoint}/0/queue`, Entries }));
    expect(counts).toEqual({ 'SQS requests': requests });
  });

  test('meteredClient counts every 64 KB begun of an event on the bus', async () => {
    const { options } = await answeringServer({ status: 200, body: { Entries: [], FailedEntryCount: 0 } });
    const { counts, meter } = createCounter();
    const client = meteredClient(new EventBridgeClient(options), meter);
    stops.push(() => client.destroy());
    const Entries = [1, 64, 65].map((size) => ({ Source: 's', DetailType: 't', Detail: kilobytes(size) }));
    await client.send(new PutEventsCommand({ Entries }));
    expect(counts).toEqual({ 'EventBridge entries': 1 + 2 + 2 });
  });

  test('meteredClient counts an object that is put, whatever its size, and nothing that is read', async () => {
    const server = createServer((request, response) => {
      request.resume();
      request.on('end', () => response.writeHead(200).end());
    });
    const { url, stop } = await listen(server, 'a stand-in of S3', '127.0.0.1', 0);
    stops.push(stop);
    const { counts, meter } = createCounter();
    const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
    const client = meteredClient(new S3Client({ endpoint: url, region: 'us-east-1', credentials }), meter);
    stops.push(() => client.destroy());
    await client.send(new PutObjectCommand({ Bucket: 'b', Key: 'k', Body: kilobytes(200) }));
    await client.send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }));
    expect(counts).toEqual({ 'S3 puts': 1 });
  });

  test('meteredClient counts an e-mail once SES has taken it', async () => {
    const { counts, meter } = createCounter();
    const email = new SendEmailCommand({
      Content: { Simple: { Subject: { Data: 's' }, Body: { Text: { Data: 't' } } } },
    });
    for (const status of [200, 400]) {
      const { options } = await answeringServer({ status, body: { MessageId: 'm' } });
      const client = meteredClient(new SESv2Client(options), meter);
      stops.push(() => client.destroy());
      await client.send(email).catch(() => undefined);
    }
    expect(counts).toEqual({ 'e-mails': 1 });
  });

  test('meteredClient leaves requests alone that are not charged by their content', async () => {
    const { asked, options } = await answeringServer({ status: 200, body: { Attributes: {} } });
    const { counts, meter } = createCounter();
    const client = meteredClient(new SQSClient(options), meter);
    stops.push(() => client.destroy());
    await client.send(new GetQueueAttributesCommand({ QueueUrl: `${options.endpoint}/0/queue` }));
    expect(counts).toEqual({});
    expect(asked).toEqual([{ QueueUrl: `${options.endpoint}/0/queue` }]);
  });
});
