import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { ClockMode } from '#contracts/clock-mode.ts';
import type { EventBatchMessage } from '#contracts/queue-message.ts';
import { packEvents } from '#domain/ingest/pack-events.ts';
import type { MessageQueue } from '#ports/message-queue.ts';

/** Events of one message: about 64 KB, the unit that SQS charges by, and little enough for one attempt of a function. */
const eventsPerMessage = 200;

/** Messages of one request, so that it stays below what SQS takes at a time. */
const messagesPerSend = 3;

/** Requests that may be under way at a time: the rest of the file waits until one is answered. */
const maximumInFlight = 8;

export type SendSettings = {
  readonly queue: MessageQueue<EventBatchMessage>;
  readonly tenant: string;
  /** What the events are said to come from. */
  readonly source: string;
  readonly correlationId: string;
  readonly clock: ClockMode;
  readonly signal: AbortSignal;
  /** Called in order: these next `count` events are stored in the queue, and all before them. */
  readonly onAcknowledged: (count: number) => void;
};

type Sending = { readonly count: number; readonly result: Promise<{ error: unknown } | null> };

function startSending(settings: SendSettings, events: readonly CanonicalEvent[]): Sending {
  const { queue, tenant, source, correlationId, clock } = settings;
  const messages: EventBatchMessage[] = [];
  for (let from = 0; from < events.length; from += eventsPerMessage) {
    const own = events.slice(from, from + eventsPerMessage);
    messages.push(...packEvents({ tenant, source, correlationId, clock, events: own }));
  }
  const result = queue.send(messages).then(
    () => null,
    (error: unknown) => ({ error }),
  );
  return { count: events.length, result };
}

/**
 * Sends events in their order, a bounded number at a time, and says how far it is sure to have come. Stops early, without
 * an error, when the signal fires. Throws what the queue threw, once nothing is under way any more.
 */
export async function sendEvents(settings: SendSettings, events: Iterable<CanonicalEvent>): Promise<void> {
  const inFlight: Sending[] = [];
  const outcome: { failure: { error: unknown } | null } = { failure: null };
  const settleOldest = async () => {
    const oldest = inFlight.shift();
    if (oldest === undefined) return;
    const failed = await oldest.result;
    outcome.failure ??= failed;
    // What comes after a failure may be stored too, but there would be a gap before it: it is sent again.
    if (outcome.failure === null) settings.onAcknowledged(oldest.count);
  };
  let batch: CanonicalEvent[] = [];
  for (const event of events) {
    if (settings.signal.aborted || outcome.failure !== null) break;
    batch.push(event);
    if (batch.length < eventsPerMessage * messagesPerSend) continue;
    if (inFlight.length >= maximumInFlight) await settleOldest();
    inFlight.push(startSending(settings, batch));
    batch = [];
  }
  if (batch.length > 0 && !settings.signal.aborted && outcome.failure === null)
    inFlight.push(startSending(settings, batch));
  while (inFlight.length > 0) await settleOldest();
  if (outcome.failure !== null) throw outcome.failure.error;
}
