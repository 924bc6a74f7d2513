import type { InvocationOutcome } from './invocation.ts';

/** What an asynchronous invocation sends to its destination, in the shape that Lambda gives it. */
export const destinationRecord = (record: {
  readonly functionArn: string;
  readonly condition: 'Success' | 'RetriesExhausted' | 'EventAgeExceeded';
  readonly invokeCount: number;
  readonly requestPayload: string;
  readonly outcome: InvocationOutcome;
  readonly nowMs: number;
}): string => {
  const { functionArn, condition, invokeCount, requestPayload, outcome, nowMs } = record;
  return JSON.stringify({
    version: '1.0',
    timestamp: new Date(nowMs).toISOString(),
    requestContext: {
      requestId: outcome.requestId,
      functionArn: `${functionArn}:$LATEST`,
      condition,
      approximateInvokeCount: invokeCount,
    },
    requestPayload: JSON.parse(requestPayload),
    responseContext: {
      statusCode: 200,
      executedVersion: '$LATEST',
      ...(outcome.ok ? {} : { functionError: 'Unhandled' }),
    },
    responsePayload: JSON.parse(outcome.payload),
  });
};
