import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { EventBatchMessage } from '#contracts/queue-message.ts';
import { packEvents } from '#domain/ingest/pack-events.ts';
import { chance } from './chance.ts';

const names = ['Page Viewed', 'Product Viewed', 'Product Added', 'Order Completed', 'Support Ticket Opened'];
const dayMs = 86_400_000;

/** What the sample is made of. */
type SampleShape = { readonly customers: number; readonly perCustomer: number; readonly nowMs: number };

/** What an event carries beside its name and its customer: about half a KB. `next` draws from [0, 1). */
export function sampleContent(next: () => number) {
  return {
    properties: {
      total: Math.round(next() * 20_000) / 100,
      sku: `sku-${Math.floor(next() * 1000)}`,
      text: 'x'.repeat(200),
    },
    context: {
      library: { name: 'analytics-node', version: '2.1.0' },
      page: { path: '/some/where', title: 'y'.repeat(100) },
    },
  };
}

/** Events of about 0.7 KB over 28 days, as late as live events may come, the customers taking turns. */
export function sampleEvents(options: SampleShape): CanonicalEvent[] {
  const next = chance(1);
  const events: CanonicalEvent[] = [];
  for (let index = 0; index < options.customers * options.perCustomer; index += 1) {
    const name = names[Math.floor(next() * names.length)] ?? 'Page Viewed';
    events.push({
      tenant: 'bench',
      id: `event-${index}`,
      type: 'track',
      name,
      userId: `customer-${index % options.customers}`,
      anonymousId: null,
      accountId: null,
      timeMs: Math.floor(options.nowMs - next() * 28 * dayMs),
      receivedMs: options.nowMs,
      ...sampleContent(next),
    });
  }
  return events;
}

/** The sample as the messages that the queue carries, one customer to a message. */
export function sampleMessages(options: SampleShape): EventBatchMessage[] {
  const byCustomer = Map.groupBy(sampleEvents(options), (event) => event.userId);
  const messages: EventBatchMessage[] = [];
  for (const own of byCustomer.values()) {
    messages.push(
      ...packEvents({ tenant: 'bench', source: 'bench', correlationId: 'bench', clock: { mode: 'live' }, events: own }),
    );
  }
  return messages;
}
