import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { queueJson } from '#contracts/queue-json.ts';
import type { EventBatchMessage } from '#contracts/queue-message.ts';

/** Bytes of events in one message: below the 256 KiB that every SQS queue takes, with room for the envelope. */
export const maximumPackedBytes = 240_000;

/** Most events in one message. */
export const maximumPackedEvents = 2_500;

/** Packs events into as few messages as their size allows, in their order. */
export function packEvents(
  batch: Pick<EventBatchMessage, 'tenant' | 'correlationId' | 'clock'> & { readonly events: readonly CanonicalEvent[] },
): EventBatchMessage[] {
  const messages: EventBatchMessage[] = [];
  let packed: CanonicalEvent[] = [];
  let packedBytes = 0;
  const close = () => {
    if (packed.length === 0) return;
    const { tenant, correlationId, clock } = batch;
    messages.push({ kind: 'events', schemaVersion: 1, tenant, correlationId, clock, events: packed });
    packed = [];
    packedBytes = 0;
  };
  for (const event of batch.events) {
    const bytes = Buffer.byteLength(queueJson(event)) + 1;
    if (packedBytes + bytes > maximumPackedBytes || packed.length === maximumPackedEvents) close();
    packed.push(event);
    packedBytes += bytes;
  }
  close();
  return messages;
}
