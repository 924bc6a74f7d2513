import type { ArchivedBatchMessage, CountedFor, EventBatchMessage, RelationMessage } from '#contracts/queue-message.ts';
import type { MessageQueue } from '#ports/message-queue.ts';

/** Where archived events are sent. */
export type ReplayDestination = {
  readonly queue: MessageQueue<ArchivedBatchMessage>;
  /** For what profiles tell each other: the same queue. */
  readonly relations: MessageQueue<RelationMessage>;
  /** About how many messages wait in it, or are worked on. */
  readonly depth: () => Promise<number>;
  /** Waits until it is worked off. Says what is wrong, or null; `drained` is false if it does not wait. */
  readonly seeThrough: () => Promise<{ drained: boolean; problem: string | null }>;
};

/**
 * The queue as one of ordinary events, each of which is sent as what it is: one that comes out of the archive, for those who
 * lack it.
 */
export function asArchived(
  queue: MessageQueue<ArchivedBatchMessage>,
  countsFor: CountedFor,
): MessageQueue<EventBatchMessage> {
  return {
    send: (messages) => queue.send(messages.map((message) => ({ ...message, kind: 'archived events', countsFor }))),
  };
}
