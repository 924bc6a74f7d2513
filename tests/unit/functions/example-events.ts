import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { EventBatchMessage } from '#contracts/queue-message.ts';
import type { ReceivedMessage } from '#functions/received-message.ts';

/** The moment that tests call now: 2026-03-01T12:00:00Z. */
export const nowMs = Date.UTC(2026, 2, 1, 12);

export const dayMs = 86_400_000;

export const tenant = 'shop';

/** An event of the customer "ada" that happened now. */
export function exampleEvent(id: string, more: Partial<CanonicalEvent> = {}): CanonicalEvent {
  return {
    tenant,
    id,
    type: 'track',
    name: 'Page Opened',
    userId: 'ada',
    anonymousId: null,
    accountId: null,
    timeMs: nowMs,
    receivedMs: nowMs,
    properties: {},
    context: {},
    ...more,
  };
}

/** A purchase of the customer "ada". */
export function purchaseEvent(id: string, total: number, more: Partial<CanonicalEvent> = {}): CanonicalEvent {
  return exampleEvent(id, { name: 'Order Completed', properties: { total }, ...more });
}

/** A message of the event queue. */
export function eventMessage(
  id: string,
  events: readonly unknown[],
  more: Partial<EventBatchMessage> = {},
): ReceivedMessage {
  const batch = {
    kind: 'events',
    schemaVersion: 1,
    tenant,
    correlationId: `request of ${id}`,
    clock: { mode: 'live' },
  };
  return { id, body: JSON.stringify({ ...batch, events, ...more }), firstId: id, sentMs: nowMs };
}
