import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { ClockMode } from '#contracts/clock-mode.ts';
import type { CountedFor } from '#contracts/queue-message.ts';
import { eventOfArchived } from '#domain/ingest/archived-event-of.ts';
import { subjectOf } from '#domain/profile/customer-of.ts';
import { visitorsClaimedBy } from '#domain/profile/join-profiles.ts';
import { sendEvents } from '../import/send-events.ts';
import { asArchived, type ReplayDestination } from './replay-destination.ts';
import type { OwnedEvent } from './replay-spool.ts';
import type { ContestedVisitors } from './settle-visitors.ts';

/**
 * Events that may wait for others under the same clock: a year of nightly imports has hundreds of clocks, and the
 * partition is read once for all of them.
 */
const mostWaiting = 5_000;

/** What archived events are said to come from when they are sent once more. */
export const replaySource = 'replay';

export type SendPartitionSettings = {
  readonly destination: ReplayDestination;
  readonly tenant: string;
  readonly correlationId: string;
  /** Whether accounts have profiles. */
  readonly keepsAccounts: boolean;
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
export function lostClaimOf({ owner, event }: OwnedEvent, contested: ContestedVisitors): string | null {
  if (contested.size === 0 || subjectOf(owner) === 'account') return null;
  const claims = visitorsClaimedBy([eventOfArchived(event)]);
  const lost = claims.find(({ visitor }) => (contested.get(visitor) ?? event.userId) !== event.userId);
  return lost?.visitor ?? null;
}

/** An account and a customer may lack different events of the same message. Without profiles, accounts take no harm. */
function countsForOf({ owner }: OwnedEvent, keepsAccounts: boolean): CountedFor {
  if (!keepsAccounts) return 'both';
  return subjectOf(owner) === 'account' ? 'accounts' : 'customers';
}

type Waiting = { readonly countsFor: CountedFor; readonly clock: ClockMode; readonly events: CanonicalEvent[] };

/** Sends events, each under its own clock. Stops early when the signal fires. Throws what the queue threw. */
export async function sendPartition(settings: SendPartitionSettings, owned: Iterable<OwnedEvent>): Promise<void> {
  const { destination, tenant, correlationId, signal, onAcknowledged } = settings;
  const about = { tenant, source: replaySource, correlationId };
  const waiting = new Map<string, Waiting>();
  let waits = 0;
  const sendAll = async () => {
    for (const { countsFor, clock, events } of waiting.values()) {
      const queue = asArchived(destination.queue, countsFor);
      await sendEvents({ ...about, queue, clock, signal, onAcknowledged }, events);
    }
    waiting.clear();
    waits = 0;
  };
  for (const one of owned) {
    const countsFor = countsForOf(one, settings.keepsAccounts);
    const key = `${countsFor} ${one.event.asOfMs}`;
    const own: Waiting = waiting.get(key) ?? { countsFor, clock: replayClockOf(one), events: [] };
    waiting.set(key, own);
    own.events.push(eventOfArchived(one.event));
    waits += 1;
    if (waits < mostWaiting) continue;
    await sendAll();
    if (signal.aborted) return;
  }
  await sendAll();
}
