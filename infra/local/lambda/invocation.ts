/** One call of a function. */
export type Invocation = {
  readonly requestId: string;
  /** The event as JSON text, as Lambda hands it over. */
  readonly payload: string;
};

/** Why an invocation failed: the handler threw, it took too long, its process ended, or it was not admitted. */
export type InvocationFailure = 'handler' | 'timeout' | 'exit' | 'throttle';

/** How an invocation ended. The payload is JSON text: the result, or `{ errorType, errorMessage, trace }`. */
export type InvocationOutcome =
  | { readonly ok: true; readonly requestId: string; readonly payload: string }
  | {
      readonly ok: false;
      readonly requestId: string;
      readonly failure: InvocationFailure;
      readonly payload: string;
    };

/** The payload of a failed invocation, as Lambda gives it. */
export const errorPayload = (errorType: string, errorMessage: string, trace: readonly string[] = []): string =>
  JSON.stringify({ errorType, errorMessage, trace });
