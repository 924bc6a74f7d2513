import pMap from 'p-map';
import type { ArchiveMessage } from '#contracts/queue-message.ts';
import { archivedEventOf } from '#domain/ingest/archived-event-of.ts';
import { packArchived } from '#domain/ingest/pack-archived.ts';
import type { MessageQueue } from '#ports/message-queue.ts';
import type { Observer } from '#ports/observer.ts';
import type { FailedMessages } from '../received-message.ts';
import type { AcceptedEvent } from './accepted-event.ts';

/** How many messages are sent at once: a batch is one, unless it was gathered under a window. */
const concurrency = 8;

/**
 * Hands what a batch will count to the archive queue, before any of it is counted: so whatever a profile has counted
 * can be folded again. Returns the messages of which something could not be handed over; nothing of them may be counted
 * now. That the rest of such a message will be archived does no harm, for it is folded once, however often it is there.
 */
export async function archiveAccepted(
  { archive, observer }: { readonly archive: MessageQueue<ArchiveMessage>; readonly observer: Pick<Observer, 'warn'> },
  accepted: readonly AcceptedEvent[],
): Promise<FailedMessages> {
  const failed = new Set<string>();
  const events = accepted.map((one) => ({ archived: archivedEventOf(one), messageId: one.messageId }));
  const send = async ({ message, events: own }: ReturnType<typeof packArchived<(typeof events)[number]>>[number]) => {
    try {
      await archive.send([message]);
    } catch (error) {
      const messageIds = [...new Set(own.map(({ messageId }) => messageId))];
      for (const id of messageIds) failed.add(id);
      observer.warn('Cannot hand events to the archive; their messages go back uncounted', { messageIds, error });
    }
  };
  await pMap(packArchived(events), send, { concurrency });
  return failed;
}
