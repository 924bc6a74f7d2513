import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { ClockMode } from '#contracts/clock-mode.ts';
import { eventOfArchived } from '#domain/ingest/archived-event-of.ts';
import { visitorsClaimedBy } from '#domain/profile/join-profiles.ts';
import { sendEvents } from '../import/send-events.ts';
import { asArchived, type ReplayDestination } from './replay-destination.ts';
import type { OwnedEvent } from './replay-spool.ts';
import type { ContestedVisitors } from './settle-visitors.ts';

/** What archived events are said to come from when they are sent once more. */
export const replaySource = 'replay';

export type SendPartitionSettings = {
  readonly destination: ReplayDestination;
  readonly tenant: string;
  readonly correlationId: string;
  readonly signal: AbortSignal;
  readonly onAcknowledged: (count: number) => void;
};

/**
 * The clock under which an archived event is folded again. What was live is judged under the running clock, and as
 * history: nobody is contacted because of it. History keeps its own time.
 */
function replayClockOf({ event }: OwnedEvent): ClockMode {
  return { mode: 'replay', asOfMs: event.asOfMs };
}

/** The visitor that an event claims although it belongs to another user, or null. */
export function lostClaimOf({ event }: OwnedEvent, contested: ContestedVisitors): string | null {
  if (contested.size === 0) return null;
  const claims = visitorsClaimedBy([eventOfArchived(event)]);
  const lost = claims.find(({ visitor }) => (contested.get(visitor) ?? event.userId) !== event.userId);
  return lost?.visitor ?? null;
}

function* underClock(events: Iterable<OwnedEvent>, asOfMs: number | null): Generator<CanonicalEvent> {
  for (const { event } of events) if (event.asOfMs === asOfMs) yield eventOfArchived(event);
}

/**
 * Sends events, each under its own clock. `again` gives them anew, once for each clock. Throws what the queue threw.
 */
export async function sendPartition(settings: SendPartitionSettings, again: () => Iterable<OwnedEvent>): Promise<void> {
  const { destination, tenant, correlationId, signal, onAcknowledged } = settings;
  const clocks = new Map<number | null, ClockMode>();
  for (const one of again()) clocks.set(one.event.asOfMs, replayClockOf(one));
  for (const [asOfMs, clock] of clocks) {
    await sendEvents(
      {
        queue: asArchived(destination.queue),
        tenant,
        source: replaySource,
        correlationId,
        clock,
        signal,
        onAcknowledged,
      },
      underClock(again(), asOfMs),
    );
  }
}
