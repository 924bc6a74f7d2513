import { activity, cancellation, cart, purchase, refund, ticket } from '#domain/ingest/event-builders.ts';
import { trackingPlan } from '#domain/ingest/tracking-plan.ts';

/** The events of the simulated deployment. */
export const simPlan = trackingPlan([
  purchase('Order Completed', { amount: 'total' }),
  refund('Order Refunded', { amount: 'total' }),
  cart('Product Added'),
  ticket('Support Ticket Opened', { sentiment: 'text' }),
  cancellation('Subscription Cancelled'),
  activity('Search'),
  activity('Feature Used'),
  activity('Plan Changed'),
  activity('Subscription Updated'),
]);
