/** A batch of stream records that was given up. */
export type AbandonedBatch = {
  readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded';
  readonly requestId: string;
  readonly functionArn: string;
  readonly invokeCount: number;
  readonly streamArn: string;
  readonly shardId: string;
  readonly firstSequenceNumber: string;
  readonly lastSequenceNumber: string;
  /** When the first and the last record were written, in epoch milliseconds. */
  readonly firstArrivalMs: number;
  readonly lastArrivalMs: number;
  readonly recordCount: number;
  readonly nowMs: number;
};

/**
 * What Lambda sends to the on-failure destination of a stream mapping: where the records are, not the records ("Using
 * AWS Lambda with Amazon DynamoDB", destination for discarded records).
 */
export const abandonedBatchMessage = (batch: AbandonedBatch): string =>
  JSON.stringify({
    requestContext: {
      requestId: batch.requestId,
      functionArn: batch.functionArn,
      condition: batch.condition,
      approximateInvokeCount: batch.invokeCount,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: new Date(batch.nowMs).toISOString(),
    DDBStreamBatchInfo: {
      shardId: batch.shardId,
      startSequenceNumber: batch.firstSequenceNumber,
      endSequenceNumber: batch.lastSequenceNumber,
      approximateArrivalOfFirstRecord: new Date(batch.firstArrivalMs).toISOString(),
      approximateArrivalOfLastRecord: new Date(batch.lastArrivalMs).toISOString(),
      batchSize: batch.recordCount,
      streamArn: batch.streamArn,
    },
  });
