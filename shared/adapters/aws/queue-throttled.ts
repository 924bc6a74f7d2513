import { SQSServiceException } from '@aws-sdk/client-sqs';
import { ThrottledError } from '#ports/throttled-error.ts';

/**
 * What SQS answers when a queue, or the key that it encrypts with, is asked too much: for a request as a whole, or for one of
 * its messages. Source: Amazon SQS API reference, "SendMessageBatch", errors; and the names that the SDK's own retries take
 * for throttling.
 */
const throttlingName = /throttl|TooManyRequests|RequestLimitExceeded|^OverLimit$/i;

const tooManyRequests = 429;

/** Whether the code that SQS gives for a message which it did not take says that it is asked too much. */
export function isQueueThrottling(code: string | undefined): boolean {
  return code !== undefined && throttlingName.test(code);
}

/**
 * Does something in SQS and gives its result. `action` completes "Cannot …".
 *
 * @throws ThrottledError, with the error of SQS as its cause, when SQS throttles; any other error as it is.
 */
export async function queueThrottledAs<Result>(action: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SQSServiceException)) throw error;
    const isThrottled =
      isQueueThrottling(error.name) ||
      error.$retryable?.throttling === true ||
      error.$metadata.httpStatusCode === tooManyRequests;
    throw isThrottled ? new ThrottledError(action, error, 'queue') : error;
  }
}
