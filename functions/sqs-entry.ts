import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { firstIdAttribute, firstSentAttribute } from '#contracts/first-sent.ts';
import { timeMsSchema } from '#contracts/time.ts';
import type { FailedMessages, ReceivedMessage } from './received-message.ts';

/** The message id of SQS has 36. What is much longer was never one, and would make ids of events that are too long. */
const longestFirstId = 100;

function firstIdOf({ messageId, messageAttributes }: SQSRecord): string {
  const firstId = messageAttributes[firstIdAttribute]?.stringValue ?? '';
  return firstId === '' || firstId.length > longestFirstId ? messageId : firstId;
}

/** Reads a record of the event source. Anybody may set an attribute: what cannot be an id or a time of first sending counts as none. */
function receivedMessage(record: SQSRecord): ReceivedMessage {
  const { messageId, body, attributes, messageAttributes } = record;
  const sentMs = Number(attributes.SentTimestamp);
  const firstSentMs = timeMsSchema.safeParse(Number(messageAttributes[firstSentAttribute]?.stringValue || sentMs));
  return {
    id: messageId,
    body,
    firstId: firstIdOf(record),
    sentMs: firstSentMs.success ? Math.min(firstSentMs.data, sentMs) : sentMs,
  };
}

/** Makes a handler of messages the entry point of an SQS event source with partial batch responses. */
export function sqsEntry(handle: (messages: readonly ReceivedMessage[]) => Promise<FailedMessages>) {
  return async (event: SQSEvent): Promise<SQSBatchResponse> => {
    const failed = await handle(event.Records.map(receivedMessage));
    return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
  };
}
