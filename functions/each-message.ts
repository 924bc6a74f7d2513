import pMap from 'p-map';
import type { Observer } from '#ports/observer.ts';
import type { FailedMessages, ReceivedMessage } from './received-message.ts';

/** How many messages of one batch are worked on at once. */
const concurrency = 10;

/**
 * Works on messages independently: one that throws goes back to the queue with its reason in the log, and never blocks
 * its neighbours.
 */
export async function eachMessage(
  messages: readonly ReceivedMessage[],
  observer: Observer,
  work: (body: unknown) => Promise<void>,
): Promise<FailedMessages> {
  const failed = new Set<string>();
  const one = async (message: ReceivedMessage) => {
    try {
      await work(JSON.parse(message.body));
    } catch (error) {
      failed.add(message.id);
      observer.count('MessageFailed', 1);
      observer.warn('Cannot process a message; it goes back to the queue', { messageId: message.id, error });
    }
  };
  await pMap(messages, one, { concurrency });
  return failed;
}
