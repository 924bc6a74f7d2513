import { hash } from 'node:crypto';
import type { ArchivedEvent } from '#contracts/archived-event.ts';
import type { Population } from '#contracts/population.ts';
import { archiveLine } from '#domain/ingest/archived-event-of.ts';
import { countedIdHash } from '#domain/profile/event-ids.ts';

/** An archived event, with whose it was when it came. */
export type HistoricalEvent = {
  readonly event: ArchivedEvent;
  /**
   * Null: it was the customer's from the beginning. Else it came as that of a visitor, who became part of the customer at
   * `joinedMs`.
   */
  readonly visitor: { readonly customerId: string; readonly joinedMs: number } | null;
};

/** What the archive has of one customer or account, in any order and with any repetitions, and what was known of all. */
export type EventHistory = {
  /** A user, a visitor, or an account (`account:ID`). */
  readonly customerId: string;
  readonly events: readonly HistoricalEvent[];
  /** The snapshots of the tenant, in any order. */
  readonly populations: readonly Population[];
};

/** An event with the time from which the profile that it counts for knew it. */
export type KnownEvent = { readonly event: ArchivedEvent; readonly knownFromMs: number };

/**
 * From when on an event was known: what came live, or was judged under the running clock, from its receipt on; what came
 * as history with a time of its own, from the moment on at which it happened.
 */
export function knownFromMs({ asOfMs, timeMs, receivedMs }: Pick<ArchivedEvent, 'asOfMs' | 'timeMs' | 'receivedMs'>) {
  return asOfMs === null ? receivedMs : timeMs;
}

function digestOf(event: ArchivedEvent): string {
  return hash('sha256', archiveLine(event), 'base64url');
}

/** Of copies that were received in the same millisecond nobody can tell which came first: a replay decides it in the same way. */
function isBefore({ event: a }: KnownEvent, { event: b }: KnownEvent): boolean {
  if (a.receivedMs !== b.receivedMs) return a.receivedMs < b.receivedMs;
  return digestOf(a) < digestOf(b);
}

/**
 * The events that count, in the order in which they became known. Of copies of an event that came for the same customer or
 * visitor the one that was received first counts; of one that came for both, the one that the customer knew first.
 */
export function knownEvents({ customerId: owner, events }: Pick<EventHistory, 'customerId' | 'events'>): KnownEvent[] {
  const firsts = new Map<string, KnownEvent>();
  for (const { event, visitor } of events) {
    const ownMs = knownFromMs(event);
    const known = { event, knownFromMs: visitor === null ? ownMs : Math.max(ownMs, visitor.joinedMs) };
    const key = `${visitor?.customerId ?? ''}\n${countedIdHash(owner, event)}`;
    const first = firsts.get(key);
    if (first === undefined || isBefore(known, first)) firsts.set(key, known);
  }
  const inOrder = [...firsts.values()].sort(
    (a, b) => a.knownFromMs - b.knownFromMs || a.event.receivedMs - b.event.receivedMs,
  );
  const seen = new Set<string>();
  return inOrder.filter(({ event }) => {
    const idHash = countedIdHash(owner, event);
    if (seen.has(idHash)) return false;
    seen.add(idHash);
    return true;
  });
}
