/** Where a delivery goes. */
export type DeliveryTarget = {
  readonly arn: string;
  /** For FIFO queues; null elsewhere. */
  readonly messageGroupId: string | null;
};

/** What is delivered: JSON text (or plain text from a text template), and attributes for queues. */
export type DeliveryPayload = {
  readonly body: string;
  readonly messageAttributes: Readonly<Record<string, string>>;
};

/** Hands a payload to a target. Resolves once the target holds it; throws when it does not. */
export type Deliver = (target: DeliveryTarget, payload: DeliveryPayload) => Promise<void>;

/** Where failures that nobody awaits are reported. */
export type ErrorLog = { readonly error: (message: string, details: Readonly<Record<string, unknown>>) => void };

/** Limits of the attempts for one target. */
export type RetryPolicy = { readonly maximumRetryAttempts: number; readonly maximumEventAgeSeconds: number };

/**
 * The policy of a target that names none. AWS tries 185 times within 24 hours; at home a failure should show soon, so
 * there are 4 retries (about 0.75 s of waiting).
 */
export const localRetryPolicy: RetryPolicy = { maximumRetryAttempts: 4, maximumEventAgeSeconds: 86_400 };

const firstWaitMs = 50;
const longestWaitMs = 5_000;

/** How the retries wait and measure. Real time, also where the stack's clock is virtual: a target recovers in real time. */
export type RetryClock = {
  readonly waitMs: (durationMs: number) => Promise<void>;
  /** A monotonic clock in milliseconds. */
  readonly elapsedMs: () => number;
};

/** Real waiting by timers. */
export const realRetryClock: RetryClock = {
  waitMs: (durationMs) => new Promise((resolve) => setTimeout(resolve, durationMs)),
  elapsedMs: () => performance.now(),
};

export type AttemptOutcome =
  | { readonly kind: 'delivered' }
  | {
      readonly kind: 'exhausted';
      /** AWS's name of the limit that ended the attempts, for EXHAUSTED_RETRY_CONDITION. */
      readonly condition: 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds';
      readonly retryAttempts: number;
      readonly error: Error;
    };

/**
 * Calls `attempt` (its number counts from 1) until it resolves or the policy is exhausted. Waits 50 ms, then twice as
 * long each time, at most 5 s. Never throws.
 */
export async function attemptWithRetries(
  attempt: (attemptNumber: number) => Promise<void>,
  policy: RetryPolicy,
  clock: RetryClock,
): Promise<AttemptOutcome> {
  const startMs = clock.elapsedMs();
  for (let retryAttempts = 0; ; retryAttempts += 1) {
    try {
      await attempt(retryAttempts + 1);
      return { kind: 'delivered' };
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      const waitMs = Math.min(firstWaitMs * 2 ** retryAttempts, longestWaitMs);
      if (retryAttempts >= policy.maximumRetryAttempts) {
        return { kind: 'exhausted', condition: 'MaximumRetryAttempts', retryAttempts, error };
      }
      if (clock.elapsedMs() - startMs + waitMs > policy.maximumEventAgeSeconds * 1_000) {
        return { kind: 'exhausted', condition: 'MaximumEventAgeInSeconds', retryAttempts, error };
      }
      await clock.waitMs(waitMs);
    }
  }
}
