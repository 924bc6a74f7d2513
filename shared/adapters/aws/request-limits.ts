/** How long a request may take to connect, and until it is answered. */
export type RequestLimits = { readonly connectionMs: number; readonly answerMs: number };

/** For DynamoDB, SQS and EventBridge, which answer within milliseconds, or after some seconds when they are in trouble. */
const ofServices: RequestLimits = { connectionMs: 2_000, answerMs: 5_000 };

/**
 * For S3, which takes an object of some kilobytes within tens of milliseconds. The client repeats what fails at most twice, with a
 * pause: an object that is put again is the same one, and the function has a minute.
 */
const ofArchive: RequestLimits = { connectionMs: 2_000, answerMs: 8_000 };

/** For SES, which may think longer about an e-mail, and is never asked again for the same one. */
const ofEmails: RequestLimits = { connectionMs: 2_000, answerMs: 10_000 };

/** For commands at a terminal, whose network may be slow: after this long, whoever waits wants to know why. */
const ofCommands: RequestLimits = { connectionMs: 10_000, answerMs: 30_000 };

/**
 * The `requestHandler` of an AWS client whose requests end in time: each attempt fails with a TimeoutError when it is not
 * connected, or its answer has not begun, within the limits, or when the answer pauses for longer than `answerMs`. Without
 * them a request that nobody answers waits until the function is stopped, and everything that it did together with it.
 *
 * The SDK's `requestTimeout` ends when the answer begins and, unless it is told to throw, only warns; in older versions
 * of the SDK, which the runtime of a function may bring, it is what `socketTimeout` is now. So all of them are set.
 */
export function requestsWithin({ connectionMs, answerMs }: RequestLimits) {
  return {
    connectionTimeout: connectionMs,
    requestTimeout: answerMs,
    throwOnRequestTimeout: true,
    socketTimeout: answerMs,
  };
}

export const serviceRequests = requestsWithin(ofServices);
export const archiveRequests = requestsWithin(ofArchive);
export const emailRequests = requestsWithin(ofEmails);
export const commandRequests = requestsWithin(ofCommands);
