import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { ThrottledError } from '#ports/throttled-error.ts';

/**
 * What DynamoDB answers when a table, a partition or the account is asked too much. Source: Amazon DynamoDB developer
 * guide, "Error handling with DynamoDB", and the names that the SDK's own retries take for throttling.
 */
const throttlingNames: ReadonlySet<string> = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
  'Throttling',
  'ThrottledException',
  'TooManyRequestsException',
]);

const tooManyRequests = 429;

function isThrottling(error: DynamoDBServiceException): boolean {
  return (
    throttlingNames.has(error.name) ||
    error.$retryable?.throttling === true ||
    error.$metadata.httpStatusCode === tooManyRequests
  );
}

/**
 * Does something in DynamoDB and gives its result. `action` completes "Cannot …" and says what was asked of which table.
 *
 * @throws ThrottledError, with DynamoDB's error as its cause, when DynamoDB throttles; any other error as it is.
 */
export async function throttledAs<Result>(action: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DynamoDBServiceException && isThrottling(error)) throw new ThrottledError(action, error);
    throw error;
  }
}
