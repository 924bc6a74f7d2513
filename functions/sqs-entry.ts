import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { FailedMessages, ReceivedMessage } from './received-message.ts';

/** Makes a handler of messages the entry point of an SQS event source with partial batch responses. */
export function sqsEntry(handle: (messages: readonly ReceivedMessage[]) => Promise<FailedMessages>) {
  return async (event: SQSEvent): Promise<SQSBatchResponse> => {
    const failed = await handle(event.Records.map((record) => ({ id: record.messageId, body: record.body })));
    return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
  };
}
