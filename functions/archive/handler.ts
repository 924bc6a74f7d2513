import pMap from 'p-map';
import { type ArchiveObject, archiveObjects } from '#domain/ingest/archive-objects.ts';
import type { EventArchiveWriter } from '#ports/event-archive.ts';
import type { Observer } from '#ports/observer.ts';
import type { FailedMessages, ReceivedMessage } from '../received-message.ts';
import { type EventToArchive, readArchiveMessages } from './read-archive-messages.ts';

/** How many objects are written at once: a batch of one tenant and day is one object. */
const concurrency = 8;

/**
 * Writes the events of a batch into the archive. A message is done once all of its events are stored: one of which
 * something could not be stored goes back, and what of it was stored will then be there twice, which no reader counts.
 */
export function createArchiveHandler({ archive, observer }: { archive: EventArchiveWriter; observer: Observer }) {
  return async (messages: readonly ReceivedMessage[]): Promise<FailedMessages> => {
    const { events, unreadable } = readArchiveMessages(messages);
    const failed = new Set(unreadable.map(({ messageId }) => messageId));
    for (const { messageId, reason } of unreadable) observer.warn('Cannot read a message', { messageId, reason });
    const keep = async ({ key, lines, events: own }: ArchiveObject<EventToArchive>) => {
      try {
        await archive.put({ key, lines });
      } catch (error) {
        for (const { messageId } of own) failed.add(messageId);
        observer.warn('Cannot write an object of the archive; its messages go back', { key, error });
      }
    };
    await pMap(archiveObjects(events), keep, { concurrency });
    observer.count('MessageFailed', failed.size);
    return failed;
  };
}
