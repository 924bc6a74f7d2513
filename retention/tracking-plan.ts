import { cancellation, cart, purchase, refund, ticket, trackingPlan } from '#domain/ingest/tracking-plan.ts';

/** What the events of this deployment mean. An event that is not named here counts as activity, and nothing else. */
export const plan = trackingPlan([
  purchase('Order Completed', { amount: 'total' }),
  refund('Order Refunded', { amount: 'total' }),
  cart('Product Added'),
  cart('Checkout Started'),
  ticket('Support Ticket Opened'),
  cancellation('Subscription Cancelled'),
]);
