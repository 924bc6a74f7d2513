import { careEvents } from '#domain/ingest/standard-events/care-events.ts';
import { ecommerceEvents } from '#domain/ingest/standard-events/ecommerce-events.ts';
import { messagingEvents } from '#domain/ingest/standard-events/messaging-events.ts';
import { saasEvents } from '#domain/ingest/standard-events/saas-events.ts';
import { trackingPlan } from '#domain/ingest/tracking-plan.ts';

/**
 * What the events of this deployment mean and carry. It begins with the names of Segment's specifications; `npm run -s
 * holdfast plan list` shows them. Declare your own in the first list: one of the same name replaces the one below. An
 * event that is named nowhere counts as activity, and nothing else. See docs/tracking-plan.md.
 */
export const plan = trackingPlan([], {
  basedOn: [...ecommerceEvents, ...saasEvents, ...careEvents, ...messagingEvents],
  unplanned: 'allow',
});
