import { ReceiveMessageCommand, SendMessageBatchCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { expect, test, vi } from 'vitest';
import { output, startTestStack, type TestStack } from './start-test-stack.ts';
import { functionResource, getArn, type StackDraft } from './write-assembly.ts';

const queueStack = (mapping: Readonly<Record<string, unknown>>, maxReceiveCount = 3): StackDraft => ({
  resources: {
    Failures: { Type: 'AWS::SQS::Queue', Properties: {} },
    Queue: {
      Type: 'AWS::SQS::Queue',
      Properties: { RedrivePolicy: { deadLetterTargetArn: getArn('Failures'), maxReceiveCount } },
    },
    Work: functionResource('work', { Timeout: 5 }),
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { EventSourceArn: getArn('Queue'), FunctionName: { Ref: 'Work' }, ...mapping },
    },
  },
  outputs: { QueueUrl: { Value: { Ref: 'Queue' } }, FailuresUrl: { Value: { Ref: 'Failures' } } },
});

const send = (stack: TestStack, ...bodies: string[]): Promise<unknown> =>
  stack.sqs.send(
    new SendMessageBatchCommand({
      QueueUrl: output(stack, 'QueueUrl'),
      Entries: bodies.map((body, index) => ({ Id: String(index), MessageBody: body })),
    }),
  );

const settle = { timeoutSeconds: 30 };

test('startQueueMapping hands over records in the shape of Lambda and deletes them after success', async () => {
  const stack = await startTestStack({
    stacks: { Shop: queueStack({}) },
    code: { work: 'export const handler = async (event) => { for (const record of event.Records) see(record); };' },
  });
  await stack.sqs.send(
    new SendMessageCommand({
      QueueUrl: output(stack, 'QueueUrl'),
      MessageBody: 'hello',
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'greeting' } },
    }),
  );
  await stack.aws.settle(settle);
  expect(stack.seen()).toEqual([
    {
      messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      receiptHandle: expect.any(String),
      body: 'hello',
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: expect.stringMatching(/^\d{13}$/),
        SenderId: '000000000000',
        ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
      },
      messageAttributes: {
        kind: { stringValue: 'greeting', stringListValues: [], binaryListValues: [], dataType: 'String' },
      },
      md5OfBody: '5d41402abc4b2a76b9719d911017c592',
      md5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:Shop-Queue',
      awsRegion: 'us-east-1',
    },
  ]);
  expect(stack.aws.statistics().queues).toMatchObject({ 'Shop-Queue': { visible: 0, inFlight: 0 } });
});

test('startQueueMapping lets a poison message through exactly maxReceiveCount times, then it is in the dead-letter queue', async () => {
  const stack = await startTestStack({
    stacks: { Shop: queueStack({ BatchSize: 1 }, 3) },
    visibilityTimeoutSeconds: 0,
    code: {
      work: `export const handler = async (event) => { see(event.Records[0].attributes.ApproximateReceiveCount); throw new Error('poison'); };`,
    },
  });
  await send(stack, 'bad');
  await stack.aws.settle(settle);
  expect(stack.seen()).toEqual(['1', '2', '3']);
  const { Messages = [] } = await stack.sqs.send(new ReceiveMessageCommand({ QueueUrl: output(stack, 'FailuresUrl') }));
  expect(Messages.map(({ Body }) => Body)).toEqual(['bad']);
  expect(stack.log).toContainEqual(expect.stringContaining('poison'));
  expect(stack.aws.statistics().functions).toMatchObject({ 'Shop-Work': { invocations: 3, errors: 3 } });
});

test('startQueueMapping deletes what succeeded and keeps only what the function reports as failed', async () => {
  const stack = await startTestStack({
    stacks: { Shop: queueStack({ FunctionResponseTypes: ['ReportBatchItemFailures'] }, 2) },
    visibilityTimeoutSeconds: 0,
    code: {
      work: `export const handler = async (event) => {
        for (const { body } of event.Records) see(body);
        const failed = event.Records.filter(({ body }) => body.startsWith('bad'));
        return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
      };`,
    },
  });
  await send(stack, 'good-1', 'bad-1', 'good-2');
  await stack.aws.settle(settle);
  expect(stack.seen().toSorted()).toEqual(['bad-1', 'bad-1', 'good-1', 'good-2']);
  expect(stack.aws.statistics().queues).toMatchObject({
    'Shop-Failures': { visible: 1 },
    'Shop-Queue': { visible: 0 },
  });
});

test('startQueueMapping takes a malformed report as failure of the whole batch', async () => {
  const stack = await startTestStack({
    stacks: { Shop: queueStack({ FunctionResponseTypes: ['ReportBatchItemFailures'] }, 1) },
    visibilityTimeoutSeconds: 0,
    code: { work: `export const handler = async () => ({ batchItemFailures: [{ itemIdentifier: '' }] });` },
  });
  await send(stack, 'a', 'b');
  await stack.aws.settle(settle);
  expect(stack.aws.statistics().queues).toMatchObject({ 'Shop-Failures': { visible: 2 } });
});

test('startQueueMapping deletes messages that no filter lets through, without invoking', async () => {
  const stack = await startTestStack({
    stacks: { Shop: queueStack({ FilterCriteria: { Filters: [{ Pattern: '{"body":{"kind":["track"]}}' }] } }) },
    code: { work: 'export const handler = async (event) => { for (const { body } of event.Records) see(body); };' },
  });
  await send(stack, '{"kind":"page"}', '{"kind":"track"}', 'not json');
  await stack.aws.settle(settle);
  expect(stack.seen()).toEqual(['{"kind":"track"}']);
  expect(stack.aws.statistics().queues).toMatchObject({
    'Shop-Failures': { visible: 0 },
    'Shop-Queue': { visible: 0 },
  });
});

test('startQueueMapping gathers for its batching window, and never runs more batches than its maximum concurrency', async () => {
  const stack = await startTestStack({
    stacks: {
      Shop: queueStack({ BatchSize: 25, MaximumBatchingWindowInSeconds: 1, ScalingConfig: { MaximumConcurrency: 2 } }),
    },
    code: { work: 'export const handler = async (event) => { see(event.Records.length); };' },
  });
  const ten = Array.from({ length: 10 }, (_, index) => `message ${index}`);
  await Promise.all([send(stack, ...ten), send(stack, ...ten), send(stack, ...ten)]);
  await stack.aws.settle(settle);
  expect(stack.seen()).toEqual([25, 5]);
});

test('startQueueMapping ends its batching window early when it has 6 MB, and hands no more than that over at a time', async () => {
  const windowSeconds = 60;
  const stack = await startTestStack({
    stacks: { Shop: queueStack({ BatchSize: 1000, MaximumBatchingWindowInSeconds: windowSeconds }) },
    code: { work: 'export const handler = async (event) => { see(event.Records.length); };' },
  });
  const startedMs = performance.now();
  const large = 'x'.repeat(240_000);
  for (let count = 0; count < 30; count += 1) await send(stack, large);
  // So many fit into 6 MB, each with what a record has beside its body.
  await vi.waitFor(() => expect(stack.seen()).toContain(26), { timeout: 30_000 });
  expect(performance.now() - startedMs).toBeLessThan(windowSeconds * 1000);
});

test('startQueueMapping counts a message as it is escaped in the event, and keeps what is too much for the next batch', async () => {
  const stack = await startTestStack({
    stacks: { Shop: queueStack({ BatchSize: 1000, MaximumBatchingWindowInSeconds: 1 }) },
    code: { work: 'export const handler = async (event) => { see(event.Records.length); };' },
  });
  const quotes = '"'.repeat(200_000);
  for (let count = 0; count < 20; count += 1) await send(stack, quotes);
  await stack.aws.settle(settle);
  // Each quote takes two bytes there: fifteen messages of 0.4 MB fit into 6 MB.
  expect(stack.seen()).toEqual([15, 5]);
  expect(stack.log).toEqual([]);
});

test('startQueueMapping hands over what it gathers when everything else is at rest and somebody waits for that', async () => {
  const windowSeconds = 60;
  const stack = await startTestStack({
    stacks: { Shop: queueStack({ BatchSize: 1000, MaximumBatchingWindowInSeconds: windowSeconds }) },
    code: { work: 'export const handler = async (event) => { see(event.Records.length); };' },
  });
  const startedMs = performance.now();
  await send(stack, 'a', 'b', 'c');
  await stack.aws.settle(settle);
  expect(stack.seen()).toEqual([3]);
  expect(performance.now() - startedMs).toBeLessThan((windowSeconds / 2) * 1000);
});
