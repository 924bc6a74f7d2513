import type { QueueStores } from './queue-stores.ts';

type EngineQueue = NonNullable<ReturnType<QueueStores['sqsStore']['getQueueByArn']>>;

export type QueueMessageAttribute = {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string;
};

/** A message as it was received, with what SQS knows about it. Times are real, in epoch milliseconds. */
export type QueueMessage = {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly md5OfBody: string;
  readonly messageAttributes: Readonly<Record<string, QueueMessageAttribute>>;
  readonly md5OfMessageAttributes: string | undefined;
  readonly receiveCount: number;
  readonly sentMs: number;
  readonly firstReceivedMs: number;
  readonly messageGroupId: string | undefined;
  readonly messageDeduplicationId: string | undefined;
  readonly sequenceNumber: string | undefined;
};

export type QueueCounts = { readonly visible: number; readonly inFlight: number; readonly delayed: number };

/** A queue as its consumers in this process see it. */
export type LocalQueue = {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  /** Receives up to 10 visible messages, now; moves those that were received too often to the dead-letter queue. */
  readonly receive: (mostMessages: number) => readonly QueueMessage[];
  /** Resolves when there may be a message, and at the latest after the wait. */
  readonly waitForMessages: (waitSeconds: number) => Promise<void>;
  /** Ends every wait for messages of this queue. */
  readonly cancelWaits: () => void;
  readonly delete: (receiptHandle: string) => void;
  /** Lets a message that was received be seen again after so many seconds. */
  readonly makeVisibleAfter: (receiptHandle: string, seconds: number) => void;
  readonly counts: () => QueueCounts;
};

/** Wraps a queue of the engine. */
export const createLocalQueue = (
  queue: EngineQueue,
  queueByArn: (arn: string) => EngineQueue | undefined,
): LocalQueue => ({
  name: queue.name,
  arn: queue.arn,
  url: queue.url,
  receive: (mostMessages) =>
    queue.dequeue(mostMessages, undefined, queueByArn).flatMap(({ ReceiptHandle }) => {
      const entry = queue.inflightMessages.get(ReceiptHandle);
      return entry === undefined ? [] : [readMessage(ReceiptHandle, entry.message)];
    }),
  waitForMessages: (waitSeconds) => queue.waitForMessages(waitSeconds),
  cancelWaits: () => queue.cancelWaiters(),
  delete: (receiptHandle) => {
    queue.deleteMessage(receiptHandle);
  },
  makeVisibleAfter: (receiptHandle, seconds) => queue.changeVisibility(receiptHandle, seconds),
  counts: () => ({
    visible: Number(queue.getAttribute('ApproximateNumberOfMessages')),
    inFlight: queue.inflightMessages.size,
    delayed: Number(queue.getAttribute('ApproximateNumberOfMessagesDelayed')),
  }),
});

type EngineMessage = EngineQueue['messages'][number];

const readMessage = (receiptHandle: string, message: EngineMessage): QueueMessage => ({
  messageId: message.messageId,
  receiptHandle,
  body: message.body,
  md5OfBody: message.md5OfBody,
  messageAttributes: message.messageAttributes,
  md5OfMessageAttributes: message.md5OfMessageAttributes === '' ? undefined : message.md5OfMessageAttributes,
  receiveCount: message.approximateReceiveCount,
  sentMs: message.sentTimestamp,
  firstReceivedMs: message.approximateFirstReceiveTimestamp ?? message.sentTimestamp,
  messageGroupId: message.messageGroupId,
  messageDeduplicationId: message.messageDeduplicationId,
  sequenceNumber: message.sequenceNumber,
});
