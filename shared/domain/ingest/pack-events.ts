import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { queueJson } from '#contracts/queue-json.ts';
import type { EventBatchMessage } from '#contracts/queue-message.ts';

/** Bytes of events in one message: below the 256 KiB that every SQS queue takes, with room for the envelope. */
export const maximumPackedBytes = 240_000;

/** Most events in one message. */
export const maximumPackedEvents = 2_500;

type Envelope = Pick<EventBatchMessage, 'tenant' | 'source' | 'correlationId' | 'clock'>;

function messageOf({ tenant, source, correlationId, clock }: Envelope, events: CanonicalEvent[]): EventBatchMessage {
  return { kind: 'events', schemaVersion: 1, tenant, source, correlationId, clock, events };
}

/** Packs by the true sizes, which takes to write every event once. */
function packMeasured(envelope: Envelope, events: readonly CanonicalEvent[]): EventBatchMessage[] {
  const messages: EventBatchMessage[] = [];
  let packed: CanonicalEvent[] = [];
  let packedBytes = 0;
  const close = () => {
    if (packed.length > 0) messages.push(messageOf(envelope, packed));
    packed = [];
    packedBytes = 0;
  };
  for (const event of events) {
    const bytes = Buffer.byteLength(queueJson(event)) + 1;
    if (packedBytes + bytes > maximumPackedBytes || packed.length === maximumPackedEvents) close();
    packed.push(event);
    packedBytes += bytes;
  }
  close();
  return messages;
}

/**
 * Packs events into as few messages as their size allows, in their order. `mostBytes` is an upper bound of the size of all of
 * them, where one is known: most requests fit into one message by far, and need not be measured.
 */
export function packEvents(
  batch: Envelope & { readonly events: readonly CanonicalEvent[] },
  mostBytes: number = Number.POSITIVE_INFINITY,
): EventBatchMessage[] {
  const { events } = batch;
  if (events.length === 0) return [];
  const fits = mostBytes <= maximumPackedBytes && events.length <= maximumPackedEvents;
  return fits ? [messageOf(batch, [...events])] : packMeasured(batch, events);
}
