import type { ArchivedEvent } from '#contracts/archived-event.ts';
import { queueJson } from '#contracts/queue-json.ts';
import type { ArchiveMessage } from '#contracts/queue-message.ts';
import { maximumPackedBytes, maximumPackedEvents } from './pack-events.ts';

/** A message for the archive, and the events that are in it with whatever else their owner knows of them. */
export type PackedForArchive<Event> = { readonly message: ArchiveMessage; readonly events: readonly Event[] };

/** Packs accepted events for the archive into as few messages as their size allows, in their order. */
export function packArchived<Event extends { readonly archived: ArchivedEvent }>(
  events: readonly Event[],
): PackedForArchive<Event>[] {
  const packed: PackedForArchive<Event>[] = [];
  let part: Event[] = [];
  let partBytes = 0;
  const close = () => {
    if (part.length === 0) return;
    const message = { kind: 'to archive', schemaVersion: 1, events: part.map(({ archived }) => archived) } as const;
    packed.push({ message, events: part });
    part = [];
    partBytes = 0;
  };
  for (const event of events) {
    const bytes = Buffer.byteLength(queueJson(event.archived)) + 1;
    if (partBytes + bytes > maximumPackedBytes || part.length === maximumPackedEvents) close();
    part.push(event);
    partBytes += bytes;
  }
  close();
  return packed;
}
