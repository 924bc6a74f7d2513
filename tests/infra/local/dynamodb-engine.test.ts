import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import { type DynamoDbEngine, startDynamoDbEngine } from '#infra/local/dynamodb/dynamodb-engine.ts';
import { ensureTable } from '#infra/local/dynamodb/tables.ts';
import { sweepPage } from '#infra/local/dynamodb/time-to-live-sweep.ts';
import { listShards, readRecords, shardIterator } from '#infra/local/event-sources/stream-api.ts';

const startEngine = async (): Promise<{ engine: DynamoDbEngine; client: DynamoDBClient; streamArn: string }> => {
  const engine = await startDynamoDbEngine({ dataDirectory: undefined, region: 'us-east-1', endpointUrl: undefined });
  onTestFinished(() => engine.stop());
  const { LatestStreamArn: streamArn = '' } = await ensureTable(engine.call, {
    TableName: 'Things',
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
  });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint: engine.endpoint, region: 'us-east-1', credentials });
  onTestFinished(() => client.destroy());
  return { engine, client, streamArn };
};

test('sweepPage deletes what has expired at the time of the clock, and nothing else', async () => {
  const { engine, client } = await startEngine();
  const nowMs = Date.parse('2026-01-01T00:00:00Z');
  const nowSeconds = nowMs / 1000;
  const expiries = {
    past: nowSeconds - 1,
    now: nowSeconds,
    future: nowSeconds + 1,
    ancient: nowSeconds - 6 * 366 * 86_400,
  };
  for (const [name, expiresAt] of Object.entries(expiries)) {
    const Item = { pk: { S: name }, expiresAt: { N: String(expiresAt) } };
    await client.send(new PutItemCommand({ TableName: 'Things', Item }));
  }
  await client.send(new PutItemCommand({ TableName: 'Things', Item: { pk: { S: 'never' } } }));
  const table = { tableName: 'Things', keyNames: ['pk'], timeToLiveAttribute: 'expiresAt' };
  expect(await sweepPage(engine.call, table, nowMs, undefined)).toBeUndefined();
  const { Items = [] } = await client.send(new ScanCommand({ TableName: 'Things' }));
  expect(Items.map(({ pk }) => pk?.S).toSorted()).toEqual(['ancient', 'future', 'never']);
});

test('trim deletes stream records that were passed, never the newest, and sequence numbers go on', async () => {
  const { engine, client, streamArn } = await startEngine();
  const put = (pk: string) => client.send(new PutItemCommand({ TableName: 'Things', Item: { pk: { S: pk } } }));
  for (const pk of ['a', 'b', 'c']) await put(pk);
  const { streamRecords } = engine;
  if (streamRecords === null) throw new Error('This test needs the native engine');
  expect(streamRecords.trim('Things', '2', 1)).toBe(1);
  expect(streamRecords.trim('Things', '3', 10)).toBe(1);
  expect(streamRecords.trim('Things', '3', 10)).toBe(0);
  await put('d');
  const [shard] = await listShards(engine.call, streamArn);
  const iterator = await shardIterator(engine.call, streamArn, shard?.shardId ?? '', { kind: 'TRIM_HORIZON' });
  const { records } = await readRecords(engine.call, iterator, 10);
  expect(records.map(({ dynamodb }) => dynamodb.SequenceNumber)).toEqual(['3', '4']);
});

test('startDynamoDbEngine says so when the endpoint that the environment names does not answer', async () => {
  const endpointUrl = 'http://127.0.0.1:1';
  await expect(startDynamoDbEngine({ dataDirectory: undefined, region: 'us-east-1', endpointUrl })).rejects.toThrow(
    'Cannot use DynamoDB at AWS_ENDPOINT_URL_DYNAMODB http://127.0.0.1:1',
  );
});
