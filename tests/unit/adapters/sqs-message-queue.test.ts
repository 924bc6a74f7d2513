import { SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createSqsMessageQueue } from '#adapters/aws/sqs-message-queue.ts';
import { ThrottledError } from '#ports/throttled-error.ts';

const queueUrl = 'http://127.0.0.1/0/queue';
const client = new SQSClient({ region: 'us-east-1' });
const queue = createSqsMessageQueue<string>({ client, queueUrl });
const failing = (...codes: string[]) => {
  const Failed = codes.map((Code, index) => ({ Id: String(index), Code, Message: 'no', SenderFault: false }));
  vi.spyOn(client, 'send').mockImplementation(async () => ({ Failed }));
};

afterEach(() => vi.restoreAllMocks());

describe('createSqsMessageQueue', () => {
  test('createSqsMessageQueue throws a ThrottledError when every message that SQS did not take was throttled', async () => {
    failing('RequestThrottled', 'ThrottlingException');
    await expect(queue.send(['a', 'b', 'c'])).rejects.toThrow(ThrottledError);
  });

  test('createSqsMessageQueue throws an error when one of the messages was refused for anything else', async () => {
    failing('RequestThrottled', 'InternalError');
    await expect(queue.send(['a', 'b'])).rejects.toThrow('Cannot send 2 of 2 messages: RequestThrottled no');
    await expect(queue.send(['a', 'b'])).rejects.not.toThrow(ThrottledError);
  });

  test('createSqsMessageQueue resolves once SQS took every message', async () => {
    failing();
    await expect(queue.send(['a'])).resolves.toBeUndefined();
  });
});
