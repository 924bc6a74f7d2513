import { SQSServiceException } from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { isQueueThrottling, queueThrottledAs } from '#adapters/aws/queue-throttled.ts';
import { ThrottledError } from '#ports/throttled-error.ts';

const answer = (name: string, httpStatusCode = 400) =>
  new SQSServiceException({ name, $fault: 'client', message: 'slow down', $metadata: { httpStatusCode } });

describe('queueThrottledAs', () => {
  test.each([
    ['RequestThrottled', 403],
    ['KmsThrottled', 400],
    ['ThrottlingException', 400],
    ['TooManyRequestsException', 400],
    ['OverLimit', 403],
    ['SomethingNew', 429],
  ])('queueThrottledAs throws %s as a ThrottledError, with the answer of SQS as its cause', async (name, status) => {
    const error = answer(name, status);
    const thrown = queueThrottledAs('send 3 messages', () => Promise.reject(error));
    await expect(thrown).rejects.toThrow(new ThrottledError('send 3 messages', error, 'queue'));
    await expect(thrown).rejects.toThrow(`Cannot send 3 messages: the queue is throttled (${name}: slow down)`);
  });

  test('queueThrottledAs throws any other error as it is, and gives the result where there is none', async () => {
    const errors = [answer('QueueDoesNotExist'), new Error('no connection')];
    for (const error of errors) {
      await expect(queueThrottledAs('send', () => Promise.reject(error))).rejects.toBe(error);
    }
    expect(await queueThrottledAs('send', async () => 7)).toBe(7);
  });
});

describe('isQueueThrottling', () => {
  test.each([
    ['RequestThrottled', true],
    ['KMS.ThrottlingException', true],
    ['InternalError', false],
    [undefined, false],
  ])('isQueueThrottling says of the code %s of a single message: %s', (code, expected) => {
    expect(isQueueThrottling(code)).toBe(expected);
  });
});
