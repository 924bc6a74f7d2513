import type { MessageAttributeValue } from '@aws-sdk/client-sqs';

/** A message that was received from a dead-letter queue: nobody else sees it for a while. */
export type DeadLetter = {
  readonly id: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, MessageAttributeValue>>;
  /** How often it was received, in its own queue and here, this time included. */
  readonly receiveCount: number;
  /** When it was sent first, in milliseconds. */
  readonly sentMs: number;
};

/** A message with which something was not done, and the reason that SQS gave. */
export type Refusal = { readonly messageId: string; readonly reason: string };

/** A dead-letter queue and the queue that its messages came from. Each call takes at most `messagesPerCall` messages. */
export interface DeadLetterQueue {
  /** About how many messages can be received. */
  depth(): Promise<number>;
  /** Receives messages; none when no more can be seen. */
  receive(most: number): Promise<DeadLetter[]>;
  /**
   * Sends them to the queue that they came from. Gives those that it did not take. When it throws, some may be taken all
   * the same.
   */
  sendBack(letters: readonly DeadLetter[]): Promise<Refusal[]>;
  /** Deletes them here. Gives those that are still there. */
  remove(letters: readonly DeadLetter[]): Promise<Refusal[]>;
  /** Lets them be seen again at once. */
  release(letters: readonly Pick<DeadLetter, 'id' | 'receiptHandle'>[]): Promise<void>;
}

/** Most messages of one request to SQS. */
export const messagesPerCall = 10;
