import { DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSqsMessageQueue } from '#adapters/aws/sqs-message-queue.ts';
import { type QueueEngine, startQueueEngine } from '#infra/local/sqs/queue-engine.ts';
import { localClientOptions } from './local-client-options.ts';
import { describeMessageQueue, type ExampleMessage } from './message-queue.contract.ts';

let engine: QueueEngine;
let client: SQSClient;
let created = 0;

beforeAll(async () => {
  engine = await startQueueEngine({
    dataDirectory: undefined,
    accountId: '000000000000',
    region: 'us-east-1',
  });
  client = new SQSClient(localClientOptions(engine.endpoint));
});

afterAll(async () => {
  client.destroy();
  await engine.stop();
});

function createQueue(): string {
  created += 1;
  return engine.ensureQueue(`queue-${created}`, {}).url;
}

async function takeAll(queueUrl: string): Promise<string[]> {
  const bodies: string[] = [];
  for (;;) {
    const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }));
    if (Messages === undefined || Messages.length === 0) return bodies;
    bodies.push(...Messages.map((message) => message.Body ?? ''));
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await client.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
  }
}

describeMessageQueue('createSqsMessageQueue', async () => {
  const queueUrl = createQueue();
  return { queue: createSqsMessageQueue<ExampleMessage>({ client, queueUrl }), take: () => takeAll(queueUrl) };
});

describe('createSqsMessageQueue', () => {
  test('createSqsMessageQueue send throws when there is no such queue', async () => {
    const queueUrl = `${engine.endpoint}/000000000000/nowhere`;
    const queue = createSqsMessageQueue<ExampleMessage>({ client, queueUrl });
    await expect(queue.send([{ index: 0, text: '' }])).rejects.toThrow();
  });

  test('createSqsMessageQueue send throws when SQS takes some messages and not others', async () => {
    const queueUrl = createQueue();
    const partial = new SQSClient(localClientOptions(engine.endpoint));
    partial.middlewareStack.add(
      (next) => async (args) => {
        const answer = await next(args);
        const Failed = [{ Id: '1', Code: 'InternalError', Message: 'try again', SenderFault: false }];
        Object.assign(answer.output, { Failed });
        return answer;
      },
      { step: 'initialize' },
    );
    const queue = createSqsMessageQueue<ExampleMessage>({ client: partial, queueUrl });
    const messages = [0, 1, 2].map((index) => ({ index, text: '' }));
    await expect(queue.send(messages)).rejects.toThrow('Cannot send 1 of 3 messages: InternalError try again');
    partial.destroy();
  });
});
