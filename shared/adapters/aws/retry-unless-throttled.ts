import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

type RetryStrategy = Extract<
  Exclude<DynamoDBClientConfig['retryStrategy'], undefined>,
  { acquireInitialRetryToken: unknown }
>;

/** Attempts of one request, when something other than throttling went wrong: a connection that was closed, or no answer in time. */
const maximumAttempts = 2;

function token(retries: number) {
  return { getRetryCount: () => retries, getRetryDelay: () => 0, getRetryCost: () => undefined };
}

/**
 * Repeats a request once, at once, but never one that was throttled or refused: a table that is asked too much must not be
 * asked again at once, and the message of whoever asked goes back to its queue. With the limits of `serviceRequests` a request
 * that nobody answers has failed after 10 seconds, and one whose answers begin and stop in the middle after 20.
 */
export const retryUnlessThrottled: RetryStrategy = {
  acquireInitialRetryToken: async () => token(0),
  refreshRetryTokenForRetry: async (used, { errorType }) => {
    const retries = used.getRetryCount() + 1;
    if (errorType === 'THROTTLING' || errorType === 'CLIENT_ERROR' || retries >= maximumAttempts) {
      throw new Error(`Cannot repeat the request: ${errorType}, attempt ${retries}`);
    }
    return token(retries);
  },
  recordSuccess: () => undefined,
};
