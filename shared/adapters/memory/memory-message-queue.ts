import type { MessageQueue } from '#ports/message-queue.ts';
import { messageBody } from '../aws/message-body.ts';

/** A queue in memory, with its end for the receiver. */
export type MemoryMessageQueue<Message> = MessageQueue<Message> & {
  /** The bodies of everything sent and not taken yet, in order. */
  readonly bodies: () => readonly string[];
  /** Hands out the bodies and forgets them. */
  readonly take: () => string[];
};

/** A queue in memory that keeps what was sent as the JSON that SQS would keep; all messages of a call, or none. */
export function createMemoryMessageQueue<Message>(): MemoryMessageQueue<Message> {
  const waiting: string[] = [];
  return {
    async send(messages) {
      waiting.push(...messages.map(messageBody));
    },
    bodies: () => [...waiting],
    take: () => waiting.splice(0),
  };
}
