import { isoTime } from '#contracts/time.ts';
import { sampleEvents } from './sample-events.ts';

/** Bodies of `POST /v1/batch`: the sample's events, the customers taking turns. */
export function trackBatches(options: {
  customers: number;
  events: number;
  eventsPerBatch: number;
  nowMs: number;
}): string[] {
  const perCustomer = Math.max(1, Math.round(options.events / options.customers));
  const items = sampleEvents({ customers: options.customers, perCustomer, nowMs: options.nowMs }).map((event) => ({
    type: 'track',
    messageId: `${event.id}-of-${options.events}`,
    userId: event.userId,
    event: event.name,
    timestamp: isoTime(event.timeMs),
    properties: event.properties,
    context: event.context,
  }));
  const bodies: string[] = [];
  for (let from = 0; from < Math.min(items.length, options.events); from += options.eventsPerBatch) {
    const batch = items.slice(from, Math.min(from + options.eventsPerBatch, options.events));
    bodies.push(JSON.stringify({ batch, sentAt: isoTime(options.nowMs) }));
  }
  return bodies;
}
