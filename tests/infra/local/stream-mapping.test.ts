import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { expect, onTestFinished, test } from 'vitest';
import { output, startTestStack, type TestStack } from './start-test-stack.ts';
import { functionResource, getArn, type StackDraft } from './write-assembly.ts';

const streamStack = (mapping: Readonly<Record<string, unknown>>): StackDraft => ({
  resources: {
    Failures: { Type: 'AWS::SQS::Queue', Properties: {} },
    Table: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      },
    },
    Work: functionResource('work', { Timeout: 5 }),
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: getArn('Table', 'StreamArn'),
        FunctionName: getArn('Work'),
        StartingPosition: 'TRIM_HORIZON',
        ...mapping,
      },
    },
  },
  outputs: { TableName: { Value: { Ref: 'Table' } }, FailuresUrl: { Value: { Ref: 'Failures' } } },
});

/** Writes items one after the other, so that they stand in this order in the stream. */
const put = async (
  stack: TestStack,
  ...items: { readonly pk: string; readonly kind?: string; readonly outbox?: Uint8Array }[]
): Promise<void> => {
  const client = new DynamoDBClient({
    endpoint: stack.aws.endpoints.dynamodb,
    region: stack.aws.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  onTestFinished(() => client.destroy());
  for (const { pk, kind, outbox } of items) {
    const Item = {
      pk: { S: pk },
      ...(kind !== undefined && { kind: { S: kind } }),
      ...(outbox !== undefined && { outbox: { B: outbox } }),
    };
    await client.send(new PutItemCommand({ TableName: output(stack, 'TableName'), Item }));
  }
};

const settle = { timeoutSeconds: 30 };
const seeNames = 'for (const { dynamodb } of event.Records) see(dynamodb.Keys.pk.S);';

test('startStreamMapping hands over records in the shape of Lambda', async () => {
  const stack = await startTestStack({
    stacks: { Shop: streamStack({}) },
    code: { work: 'export const handler = async (event) => { for (const record of event.Records) see(record); };' },
  });
  await put(stack, { pk: 'ann', kind: 'customer' });
  await stack.aws.settle(settle);
  expect(stack.seen()).toEqual([
    expect.objectContaining({
      eventID: expect.any(String),
      eventName: 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      eventSourceARN: 'arn:aws:dynamodb:us-east-1:000000000000:table/Shop-Table/stream/local',
      dynamodb: expect.objectContaining({
        ApproximateCreationDateTime: expect.any(Number),
        Keys: { pk: { S: 'ann' } },
        NewImage: { pk: { S: 'ann' }, kind: { S: 'customer' } },
        SequenceNumber: expect.any(String),
        StreamViewType: 'NEW_IMAGE',
      }),
    }),
  ]);
});

test('startStreamMapping hands over binary values as base64 text, and lets filters ask for them', async () => {
  const pattern = { dynamodb: { NewImage: { outbox: { B: [{ exists: true }] } } } };
  const stack = await startTestStack({
    stacks: { Shop: streamStack({ FilterCriteria: { Filters: [{ Pattern: JSON.stringify(pattern) }] } }) },
    code: {
      work: 'export const handler = async (event) => { for (const { dynamodb } of event.Records) see(dynamodb.NewImage); };',
    },
  });
  await put(stack, { pk: 'ann', kind: 'customer' }, { pk: 'bob', outbox: Uint8Array.of(2, 0, 255) });
  await stack.aws.settle(settle);
  expect(stack.seen()).toEqual([{ pk: { S: 'bob' }, outbox: { B: Buffer.of(2, 0, 255).toString('base64') } }]);
});

test('startStreamMapping skips records that no filter lets through', async () => {
  const pattern = { eventName: ['INSERT'], dynamodb: { NewImage: { kind: { S: [{ exists: true }] } } } };
  const stack = await startTestStack({
    stacks: { Shop: streamStack({ FilterCriteria: { Filters: [{ Pattern: JSON.stringify(pattern) }] } }) },
    code: { work: `export const handler = async (event) => { ${seeNames} };` },
  });
  await put(stack, { pk: 'a' }, { pk: 'b', kind: 'x' }, { pk: 'b', kind: 'y' }, { pk: 'c', kind: 'z' });
  await stack.aws.settle(settle);
  expect(stack.seen()).toEqual(['b', 'c']);
});

test('startStreamMapping isolates a bad record by halving, gives only it up, and tells where it is', async () => {
  const stack = await startTestStack({
    stacks: {
      Shop: streamStack({
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 1,
        DestinationConfig: { OnFailure: { Destination: getArn('Failures') } },
      }),
    },
    code: {
      work: `export const handler = async (event) => {
        if (event.Records.some(({ dynamodb }) => dynamodb.Keys.pk.S === 'bad')) throw new Error('poison');
        ${seeNames}
      };`,
    },
  });
  await put(stack, { pk: 'a' }, { pk: 'b' }, { pk: 'bad' }, { pk: 'c' }, { pk: 'd' });
  await stack.aws.settle(settle);
  expect(stack.seen()).toEqual(['a', 'b', 'c', 'd']);
  const { Messages = [] } = await stack.sqs.send(
    new ReceiveMessageCommand({ QueueUrl: output(stack, 'FailuresUrl'), MaxNumberOfMessages: 10 }),
  );
  expect(Messages.map(({ Body }): unknown => JSON.parse(Body ?? ''))).toEqual([
    {
      version: '1.0',
      timestamp: expect.any(String),
      requestContext: {
        requestId: expect.any(String),
        functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:Shop-Work',
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: expect.any(Number),
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      DDBStreamBatchInfo: {
        shardId: expect.any(String),
        startSequenceNumber: '3',
        endSequenceNumber: '3',
        approximateArrivalOfFirstRecord: expect.any(String),
        approximateArrivalOfLastRecord: expect.any(String),
        batchSize: 1,
        streamArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/Shop-Table/stream/local',
      },
    },
  ]);
});

test('startStreamMapping with several lanes keeps the order of each item', async () => {
  const stack = await startTestStack({
    stacks: { Shop: streamStack({ ParallelizationFactor: 4, BatchSize: 3 }) },
    code: {
      work: `export const handler = async (event) => {
        for (const { dynamodb } of event.Records) see([dynamodb.Keys.pk.S, Number(dynamodb.SequenceNumber)]);
      };`,
    },
  });
  const names = ['a', 'b', 'c', 'd', 'e'];
  const rounds = Array.from({ length: 20 }, (_, round) => names.map((pk) => ({ pk, kind: `round ${round}` })));
  await put(stack, ...rounds.flat());
  await stack.aws.settle(settle);
  const seen = stack.seen() as readonly (readonly [string, number])[];
  expect(seen).toHaveLength(100);
  for (const name of names) {
    const sequence = seen.filter(([pk]) => pk === name).map(([, number]) => number);
    expect(sequence).toEqual(sequence.toSorted((left, right) => left - right));
  }
});
