import type { ArchivedEvent } from '#contracts/archived-event.ts';
import { archiveMessageSchema } from '#contracts/queue-message.ts';
import { firstProblem } from '#domain/ingest/first-problem.ts';
import type { ReceivedMessage } from '../received-message.ts';

/** An event, and the message that it came in. */
export type EventToArchive = { readonly archived: ArchivedEvent; readonly messageId: string };

/** The events of some messages; and messages that are none of ours, with the reason. */
export type ReadArchiveMessages = {
  readonly events: readonly EventToArchive[];
  readonly unreadable: readonly { readonly messageId: string; readonly reason: string }[];
};

function readMessage(body: string): readonly ArchivedEvent[] | string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch (error) {
    return `the body is not JSON: ${error instanceof Error ? error.message : error}`;
  }
  const known = archiveMessageSchema.safeParse(parsed);
  return known.success ? known.data.events : firstProblem(known.error, parsed);
}

/** Reads what lies in the archive queue. */
export function readArchiveMessages(messages: readonly ReceivedMessage[]): ReadArchiveMessages {
  const events: EventToArchive[] = [];
  const unreadable: { messageId: string; reason: string }[] = [];
  for (const { id: messageId, body } of messages) {
    const read = readMessage(body);
    if (typeof read === 'string') unreadable.push({ messageId, reason: read });
    else for (const archived of read) events.push({ archived, messageId });
  }
  return { events, unreadable };
}
