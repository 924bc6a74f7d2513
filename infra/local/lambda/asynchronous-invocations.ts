import { attemptWithRetries, type RetryPolicy, realRetryClock } from '../events/delivery.ts';
import { destinationRecord } from './destination-record.ts';
import type { InvocationOutcome } from './invocation.ts';

/** What becomes of asynchronous invocations of a function (AWS::Lambda::EventInvokeConfig, DeadLetterConfig). */
export type AsynchronousPolicy = RetryPolicy & {
  readonly onSuccessArn: string | null;
  readonly onFailureArn: string | null;
  readonly deadLetterArn: string | null;
};

/** Lambda's own: two retries within six hours, and nowhere to send what failed. */
export const defaultAsynchronousPolicy: AsynchronousPolicy = {
  maximumRetryAttempts: 2,
  maximumEventAgeSeconds: 21_600,
  onSuccessArn: null,
  onFailureArn: null,
  deadLetterArn: null,
};

export type AsynchronousInvocationsOptions = {
  readonly functionArn: string;
  readonly policy: () => AsynchronousPolicy;
  readonly invoke: (payload: string) => Promise<InvocationOutcome>;
  /** Puts a message into a destination; throws when that fails. */
  readonly send: (arn: string, body: string, attributes: Readonly<Record<string, string>>) => Promise<void>;
  readonly nowMs: () => number;
  readonly log: (line: string) => void;
};

/** The line of asynchronous invocations before one function. */
export type AsynchronousInvocations = {
  /** Takes an event; resolves once it is dealt with, well or badly. @throws Error, at once, when too many wait. */
  readonly accept: (payload: string) => Promise<void>;
  readonly pending: () => number;
};

const mostPending = 10_000;

class InvocationFailed extends Error {
  override readonly name = 'InvocationFailed';
}

/**
 * Makes the line. AWS waits one minute before the first retry and two before the second; here it is 50 ms and 100 ms,
 * so that a failure shows while somebody is looking.
 */
export const createAsynchronousInvocations = (options: AsynchronousInvocationsOptions): AsynchronousInvocations => {
  const { functionArn, invoke, send, nowMs, log } = options;
  let pending = 0;

  const run = async (payload: string): Promise<void> => {
    const policy = options.policy();
    let last: InvocationOutcome | undefined;
    const attempts = await attemptWithRetries(
      async () => {
        last = await invoke(payload);
        if (!last.ok) throw new InvocationFailed(last.payload);
      },
      policy,
      realRetryClock,
    );
    if (last === undefined) return;
    const exhausted = attempts.kind === 'exhausted' ? attempts : undefined;
    const invokeCount = exhausted === undefined ? 1 : exhausted.retryAttempts + 1;
    const condition = conditionOf(exhausted?.condition);
    const arn = exhausted === undefined ? policy.onSuccessArn : policy.onFailureArn;
    const record = { functionArn, condition, invokeCount, requestPayload: payload, outcome: last, nowMs: nowMs() };
    if (arn !== null) await send(arn, destinationRecord(record), {});
    if (exhausted === undefined) return;
    if (policy.deadLetterArn !== null) await send(policy.deadLetterArn, payload, deadLetterAttributes(last));
    if (arn === null && policy.deadLetterArn === null) {
      log(`Dropped an event of ${functionArn} after ${invokeCount} attempts: ${last.payload}`);
    }
  };

  return {
    accept: (payload) => {
      if (pending >= mostPending) throw new Error(`Cannot invoke ${functionArn}: ${pending} events are waiting for it`);
      pending += 1;
      return run(payload)
        .catch((error: unknown) => log(`Cannot keep a failed event of ${functionArn}: ${String(error)}: ${payload}`))
        .finally(() => {
          pending -= 1;
        });
    },
    pending: () => pending,
  };
};

const conditionOf = (exhausted: string | undefined): 'Success' | 'RetriesExhausted' | 'EventAgeExceeded' => {
  if (exhausted === undefined) return 'Success';
  return exhausted === 'MaximumRetryAttempts' ? 'RetriesExhausted' : 'EventAgeExceeded';
};

const deadLetterAttributes = (outcome: InvocationOutcome): Readonly<Record<string, string>> => ({
  RequestID: outcome.requestId,
  ErrorCode: '200',
  ErrorMessage: outcome.payload.slice(0, 1024),
});
