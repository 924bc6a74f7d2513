import {
  ConditionalCheckFailedException,
  DynamoDBServiceException,
  InternalServerError,
  ProvisionedThroughputExceededException,
  RequestLimitExceeded,
  ThrottlingException,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { throttledAs } from '#adapters/aws/throttled.ts';
import { ThrottledError } from '#ports/throttled-error.ts';

const answer = { message: 'slow down', $metadata: { httpStatusCode: 400 } };
const named = (name: string) => new DynamoDBServiceException({ ...answer, name, $fault: 'client' });

const marked = named('SomethingNew');
marked.$retryable = { throttling: true };

const failing = (error: unknown) => throttledAs('read the profile of ann', () => Promise.reject(error));

describe('throttledAs', () => {
  test('throttledAs gives what the work gave', async () => {
    expect(await throttledAs('read', async () => 42)).toBe(42);
  });

  test.each([
    ['the throughput of a table', new ProvisionedThroughputExceededException(answer)],
    ['a throttle', new ThrottlingException(answer)],
    ['the limit of the account', new RequestLimitExceeded(answer)],
    ['an older name', named('Throttling')],
    ['what the SDK marks as throttling', marked],
    [
      'too many requests by status',
      new DynamoDBServiceException({ name: 'Other', $fault: 'client', $metadata: { httpStatusCode: 429 } }),
    ],
  ])('throttledAs turns %s into a ThrottledError with the action and the cause', async (_, error) => {
    const thrown = await failing(error).catch((reason: unknown) => reason);
    expect(thrown).toBeInstanceOf(ThrottledError);
    expect(thrown).toMatchObject({
      name: 'ThrottledError',
      action: 'read the profile of ann',
      cause: error,
      message: `Cannot read the profile of ann: the table is throttled (${error.name}: ${error.message})`,
    });
  });

  test.each([
    ['a condition that failed', new ConditionalCheckFailedException(answer)],
    ['a fault of DynamoDB', new InternalServerError({ ...answer, $metadata: { httpStatusCode: 500 } })],
    ['a limit of the control plane', named('LimitExceededException')],
    ['an error of the network', new Error('connect ECONNREFUSED')],
    ['a ThrottledError from further in', new ThrottledError('read a batch', null)],
    ['what is no error', 'text'],
  ])('throttledAs leaves %s as it is', async (_, error) => {
    await expect(failing(error)).rejects.toBe(error);
  });
});
