import { type EventType, eventTypes } from '#contracts/canonical-event.ts';
import type { EventBridgeMapping } from '#domain/ingest/event-bridge-mapping.ts';
import { eventBridgeSource } from '#domain/ingest/event-bridge-source.ts';
import { purchase, ticket } from '#domain/ingest/event-builders.ts';
import { trackingPlan } from '#domain/ingest/tracking-plan.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import { tenant } from '../example-events.ts';
import { exampleRetention } from '../example-retention.ts';

/** The source whose rule passes on the events of a type. */
export const busSourceName = (type: string) => `bus-${type}`;

const mappings: Record<EventType, EventBridgeMapping> = {
  track: { name: '$.detail.event', properties: '$.detail.properties' },
  identify: { properties: '$.detail.traits' },
  group: { properties: '$.detail.traits', accountId: '$.detail.groupId' },
  alias: { previousId: '$.detail.previousId' },
  page: { name: '$.detail.name', properties: '$.detail.properties' },
  screen: { name: '$.detail.name', properties: '$.detail.properties' },
};

function sourceOf(type: EventType) {
  const event: EventBridgeMapping = {
    type,
    userId: '$.detail.userId',
    anonymousId: '$.detail.anonymousId',
    messageId: '$.detail.messageId',
    time: '$.detail.timestamp',
    context: '$.detail.context',
    ...mappings[type],
  };
  return eventBridgeSource(busSourceName(type), { tenant, pattern: { source: ['urn:shop'] }, event });
}

/** A small deployment with an old name for an event, and a bus. */
export const doorRetention: RetentionDefinitions = {
  ...exampleRetention,
  plan: trackingPlan([
    purchase('Order Completed', { amount: 'total', aliases: ['Order Paid'] }),
    ticket('Ticket Opened'),
  ]),
  sources: new Map(eventTypes.map((type) => [busSourceName(type), sourceOf(type)])),
};
