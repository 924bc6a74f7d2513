import { Agent, request } from 'node:http';
import { startDynamoDbEngine } from '#infra/local/dynamodb/dynamodb-engine.ts';

const region = 'us-east-1';
const tableName = 'bench';
const puts = 5_000;
const connections = 8;
const bodyBytes = 500;

const tableRequest = {
  TableName: tableName,
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
    { AttributeName: 'wakeShard', AttributeType: 'S' },
    { AttributeName: 'wakeAt', AttributeType: 'N' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'wake',
      KeySchema: [
        { AttributeName: 'wakeShard', KeyType: 'HASH' },
        { AttributeName: 'wakeAt', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
  ],
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
};

/** A put of a profile's size over the version before, as the profile function asks for it. */
function putRequest(customer: number, version: number): string {
  const before = {
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':before': { N: String(version - 1) } },
  };
  return JSON.stringify({
    TableName: tableName,
    Item: {
      pk: { S: `bench|customer-${customer}` },
      sk: { S: 'profile' },
      version: { N: String(version) },
      body: { B: Buffer.alloc(bodyBytes, customer % 251).toString('base64') },
      wakeShard: { S: String(customer % 8) },
      wakeAt: { N: String(1_800_000_000_000 + customer) },
    },
    ...(version === 1
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : { ConditionExpression: '#version = :before', ...before }),
  });
}

function post(endpoint: string, agent: Agent, body: string): Promise<void> {
  const headers = {
    authorization: `AWS4-HMAC-SHA256 Credential=local/20000101/${region}/dynamodb/aws4_request, SignedHeaders=host, Signature=local`,
    'content-type': 'application/x-amz-json-1.0',
    'content-length': Buffer.byteLength(body),
    'x-amz-date': '20000101T000000Z',
    'x-amz-target': 'DynamoDB_20120810.PutItem',
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(endpoint, { agent, method: 'POST', headers }, (incoming) => {
      incoming.resume();
      incoming.on('error', reject);
      incoming.on('end', () => {
        if (incoming.statusCode === 200) resolve();
        else reject(new Error(`Cannot measure DynamoDB: a put was answered with ${incoming.statusCode}`));
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/**
 * How many conditional puts a second the embedded DynamoDB takes alone, of items of a profile's size, with an index and a stream as
 * the customer table has: what the whole stack's writes are to be held against.
 */
export async function measureDynamoDbAlone(): Promise<number> {
  const engine = await startDynamoDbEngine({
    dataDirectory: undefined,
    region,
    endpointUrl: process.env['AWS_ENDPOINT_URL_DYNAMODB'],
  });
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const putAll = async (version: number): Promise<number> => {
    let next = 0;
    const putOn = async (): Promise<void> => {
      while (next < puts) {
        next += 1;
        await post(engine.endpoint, agent, putRequest(next, version));
      }
    };
    const startedMs = performance.now();
    await Promise.all(Array.from({ length: connections }, putOn));
    return (performance.now() - startedMs) / 1000;
  };
  try {
    await engine.call('DynamoDB_20120810.CreateTable', tableRequest);
    await putAll(1);
    return Math.round(puts / (await putAll(2)));
  } finally {
    agent.destroy();
    await engine.stop();
  }
}
