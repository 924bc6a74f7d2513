import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { expect, onTestFinished, test } from 'vitest';
import { output, startTestStack, type TestStack, temporaryDirectory } from './start-test-stack.ts';
import { functionResource, getArn, type StackDraft } from './write-assembly.ts';

const keptStack: StackDraft = {
  resources: {
    Kept: { Type: 'AWS::S3::Bucket', Properties: {} },
    Waiting: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 600 } },
    Table: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      },
    },
    Work: functionResource('work'),
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: getArn('Table', 'StreamArn'),
        FunctionName: { Ref: 'Work' },
        StartingPosition: 'TRIM_HORIZON',
      },
    },
  },
  outputs: {
    BucketName: { Value: { Ref: 'Kept' } },
    TableName: { Value: { Ref: 'Table' } },
    QueueUrl: { Value: { Ref: 'Waiting' } },
  },
};
const code = {
  work: 'export const handler = async (event) => { for (const { dynamodb } of event.Records) see(dynamodb.Keys.pk.S); };',
};
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

const clientOf = ({ aws }: TestStack): DynamoDBClient => {
  const client = new DynamoDBClient({ endpoint: aws.endpoints.dynamodb, region: aws.region, credentials });
  onTestFinished(() => client.destroy());
  return client;
};

const storageOf = ({ aws }: TestStack): S3Client => {
  const client = new S3Client({ endpoint: aws.endpoints.sqs, region: aws.region, credentials, forcePathStyle: true });
  onTestFinished(() => client.destroy());
  return client;
};

const put = (stack: TestStack, pk: string): Promise<unknown> =>
  clientOf(stack).send(new PutItemCommand({ TableName: output(stack, 'TableName'), Item: { pk: { S: pk } } }));

test('startEmbeddedAws finds tables, messages, objects, mails and the position in streams again in its data directory', async () => {
  const dataDirectory = temporaryDirectory();
  const seenPath = `${temporaryDirectory()}/seen`;
  const start = (): Promise<TestStack> =>
    startTestStack({ stacks: { Shop: keptStack }, code, dataDirectory, seenPath });

  const first = await start();
  await put(first, 'ann');
  await put(first, 'bob');
  await first.sqs.send(new SendMessageCommand({ QueueUrl: output(first, 'QueueUrl'), MessageBody: 'wait for me' }));
  // Received and not deleted: whoever received it is gone after the restart.
  await first.sqs.send(new ReceiveMessageCommand({ QueueUrl: output(first, 'QueueUrl') }));
  const ses = new SESv2Client({ endpoint: first.aws.endpoints.ses, region: first.aws.region, credentials });
  onTestFinished(() => ses.destroy());
  await ses.send(
    new SendEmailCommand({
      FromEmailAddress: 'holdfast@example.com',
      Destination: { ToAddresses: ['ann@example.com'] },
      Content: { Simple: { Subject: { Data: 'We miss you' }, Body: { Html: { Data: '<p>Hi</p>' } } } },
    }),
  );
  await storageOf(first).send(
    new PutObjectCommand({ Bucket: output(first, 'BucketName'), Key: 'day/object', Body: 'kept' }),
  );
  await expect.poll(() => first.aws.mailbox()).toHaveLength(1);
  await first.aws.settle({ timeoutSeconds: 20 });
  await first.aws.stop();

  const second = await start();
  const { Item } = await clientOf(second).send(
    new GetItemCommand({ TableName: output(second, 'TableName'), Key: { pk: { S: 'ann' } } }),
  );
  expect(Item).toEqual({ pk: { S: 'ann' } });
  const { Messages } = await second.sqs.send(new ReceiveMessageCommand({ QueueUrl: output(second, 'QueueUrl') }));
  expect(Messages).toMatchObject([{ Body: 'wait for me' }]);
  const { Body } = await storageOf(second).send(
    new GetObjectCommand({ Bucket: output(second, 'BucketName'), Key: 'day/object' }),
  );
  expect(await Body?.transformToString()).toBe('kept');
  expect(second.aws.mailbox()).toMatchObject([{ to: ['ann@example.com'], subject: 'We miss you', html: '<p>Hi</p>' }]);
  await put(second, 'cyd');
  await second.aws.settle({ timeoutSeconds: 20 });
  expect(second.seen()).toEqual(['ann', 'bob', 'cyd']);
});

test('startEmbeddedAws hands over after a restart what was written and not yet read before', async () => {
  const dataDirectory = temporaryDirectory();
  const seenPath = `${temporaryDirectory()}/seen`;
  const broken = { work: `export const handler = async () => { throw new Error('down'); };` };
  const first = await startTestStack({ stacks: { Shop: keptStack }, code: broken, dataDirectory, seenPath });
  await put(first, 'ann');
  await expect.poll(() => first.aws.statistics().functions['Shop-Work']?.errors ?? 0).toBeGreaterThan(0);
  await first.aws.stop();
  const second = await startTestStack({ stacks: { Shop: keptStack }, code, dataDirectory, seenPath });
  await second.aws.settle({ timeoutSeconds: 20 });
  expect(second.seen()).toEqual(['ann']);
});

test('startEmbeddedAws refuses kept tables of another shape, and says what to do', async () => {
  const dataDirectory = temporaryDirectory();
  const first = await startTestStack({ stacks: { Shop: keptStack }, code, dataDirectory });
  await first.aws.stop();
  const other = {
    Table: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      },
    },
  };
  await expect(startTestStack({ stacks: { Shop: { resources: other } }, dataDirectory })).rejects.toThrow(
    'Cannot stand up Table (AWS::DynamoDB::Table): Cannot stand up the table Shop-Table: kept data has the keys pk HASH; start with another data directory',
  );
});
