import type { QueueMessage, QueueMessageAttribute } from '../sqs/local-queue.ts';

/** An SQS message as Lambda's event carries it. */
export type QueueRecord = Readonly<Record<string, unknown>> & { readonly messageId: string };

export type QueueRecordOrigin = {
  readonly queueArn: string;
  readonly region: string;
  readonly accountId: string;
  /** Virtual time at a real time: functions compare these timestamps with their own present. */
  readonly virtualMsOf: (realMs: number) => number;
};

/** Builds the record of a message ("Using Lambda with Amazon SQS", example event). */
export const queueRecord = (message: QueueMessage, origin: QueueRecordOrigin): QueueRecord => ({
  messageId: message.messageId,
  receiptHandle: message.receiptHandle,
  body: message.body,
  attributes: {
    ApproximateReceiveCount: String(message.receiveCount),
    SentTimestamp: String(origin.virtualMsOf(message.sentMs)),
    ...(message.sequenceNumber !== undefined && { SequenceNumber: message.sequenceNumber }),
    ...(message.messageGroupId !== undefined && { MessageGroupId: message.messageGroupId }),
    SenderId: origin.accountId,
    ...(message.messageDeduplicationId !== undefined && { MessageDeduplicationId: message.messageDeduplicationId }),
    ApproximateFirstReceiveTimestamp: String(origin.virtualMsOf(message.firstReceivedMs)),
  },
  messageAttributes: Object.fromEntries(
    Object.entries(message.messageAttributes).map(([name, attribute]) => [name, recordAttribute(attribute)]),
  ),
  md5OfBody: message.md5OfBody,
  ...(message.md5OfMessageAttributes !== undefined && { md5OfMessageAttributes: message.md5OfMessageAttributes }),
  eventSource: 'aws:sqs',
  eventSourceARN: origin.queueArn,
  awsRegion: origin.region,
});

const recordAttribute = ({ DataType, StringValue, BinaryValue }: QueueMessageAttribute): Record<string, unknown> => ({
  ...(StringValue !== undefined && { stringValue: StringValue }),
  ...(BinaryValue !== undefined && { binaryValue: BinaryValue }),
  stringListValues: [],
  binaryListValues: [],
  dataType: DataType,
});
