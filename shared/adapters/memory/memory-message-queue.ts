import type { MessageQueue } from '#ports/message-queue.ts';
import { type Meter, unmetered } from '#ports/meter.ts';
import { chargedChunks } from '../aws/capacity-units.ts';
import { messageBody } from '../aws/message-body.ts';
import { queueRequests } from '../aws/queue-requests.ts';

/** A queue in memory, with its end for the receiver. */
export type MemoryMessageQueue<Message> = MessageQueue<Message> & {
  /** The bodies of everything sent and not taken yet, in order. */
  readonly bodies: () => readonly string[];
  /** Hands out the bodies and forgets them. */
  readonly take: () => string[];
};

/**
 * A queue in memory that keeps what was sent as the JSON that SQS would keep; all messages of a call, or none. The meter
 * counts what SQS would charge for sending.
 */
export function createMemoryMessageQueue<Message>(meter: Meter = unmetered): MemoryMessageQueue<Message> {
  const waiting: string[] = [];
  return {
    async send(messages) {
      const bodies = messages.map(messageBody);
      waiting.push(...bodies);
      for (const request of queueRequests(bodies)) {
        const bytes = request.reduce((sum, body) => sum + Buffer.byteLength(body), 0);
        meter.count('SQS requests', chargedChunks(bytes));
      }
    },
    bodies: () => [...waiting],
    take: () => waiting.splice(0),
  };
}
