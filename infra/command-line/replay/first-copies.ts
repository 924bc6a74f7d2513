import { hash } from 'node:crypto';
import { archiveLine } from '#domain/ingest/archived-event-of.ts';
import { countedIdHash } from '#domain/profile/event-ids.ts';
import type { OwnedEvent } from './replay-spool.ts';

/** Whether a copy of an event is the one that counts, where the archive has several. */
export type IsFirstCopy = (owned: OwnedEvent) => boolean;

/** Which copy of an event counts, and of whom some copies differ. */
export type FirstCopies = {
  readonly isFirst: IsFirstCopy;
  /** Customers of whom an event is there in more than one version. */
  readonly differing: ReadonlySet<string>;
};

/** Stands for an event of a customer: copies have the same. */
export function copyKey({ owner, event }: OwnedEvent): string {
  return `${owner}\n${countedIdHash(owner, event)}`;
}

type Copy = { readonly receivedMs: number; readonly text: string };

function copyOf({ event }: OwnedEvent): Copy {
  return { receivedMs: event.receivedMs, text: hash('sha256', archiveLine(event), 'base64url') };
}

function isBefore(a: Copy, b: Copy): boolean {
  return a.receivedMs !== b.receivedMs ? a.receivedMs < b.receivedMs : a.text < b.text;
}

/**
 * Chooses among copies of events: a client that sends an event again, because an answer was lost, sends it with another
 * time of sending, so that the copies can differ. The one that was received first counts, for that is the one which the
 * profile will most likely have counted: queues keep no order, and of two that come within the same moment it may have been the
 * other. `repeated` are the keys of events that are there more than once.
 */
export function firstCopies(owned: Iterable<OwnedEvent>, repeated: ReadonlySet<string>): FirstCopies {
  const differing = new Set<string>();
  if (repeated.size === 0) return { isFirst: () => true, differing };
  const firsts = new Map<string, Copy>();
  for (const one of owned) {
    const key = copyKey(one);
    if (!repeated.has(key)) continue;
    const copy = copyOf(one);
    const known = firsts.get(key);
    if (known !== undefined && known.text !== copy.text) differing.add(one.owner);
    if (known === undefined || isBefore(copy, known)) firsts.set(key, copy);
  }
  const isFirst: IsFirstCopy = (one) => {
    const first = firsts.get(copyKey(one));
    return first === undefined || (first.receivedMs === one.event.receivedMs && first.text === copyOf(one).text);
  };
  return { isFirst, differing };
}
