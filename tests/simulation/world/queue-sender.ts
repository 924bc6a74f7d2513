import { messageBody } from '#adapters/aws/message-body.ts';
import type { MessageQueue } from '#ports/message-queue.ts';
import type { SimulatedQueue } from './simulated-queue.ts';
import type { World } from './world.ts';

/** Most messages of one request. */
const messagesPerRequest = 10;

/**
 * The sender's end of a queue: messages in the JSON of the real adapter. Many messages are several requests, of which a
 * later one can fail when the first are through. `sent` is told of each message that lies in the queue.
 */
export function createQueueSender<Message>(
  world: World,
  queue: SimulatedQueue,
  sent: (message: Message) => void,
): MessageQueue<Message> {
  return {
    async send(messages) {
      for (const [index, message] of messages.entries()) {
        const begins = index > 0 && index % messagesPerRequest === 0;
        if (begins && world.faults.happens('lostRequest', 'half sent to', queue.name)) {
          throw new Error(`Cannot send ${messages.length - index} of ${messages.length} messages`);
        }
        queue.enqueue(messageBody(message));
        sent(message);
      }
    },
  };
}
