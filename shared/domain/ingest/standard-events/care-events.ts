import {
  cancellation,
  featureUse,
  limitHit,
  occurrence,
  paymentFailure,
  planChange,
  subscriptionStart,
  ticket,
  ticketResolved,
} from '#domain/ingest/event-builders.ts';
import type { EventDeclaration } from '#domain/ingest/event-declaration.ts';
import { optional } from '#domain/ingest/property-declaration.ts';
import { identifier, text } from '#domain/ingest/property-types.ts';
import { withSnakeCaseAliases } from './snake-case-alias.ts';

const supportTicket = { ticket_id: optional(identifier()), topic: optional(text()) };

const subscription = {
  subscription_id: optional(identifier()),
  plan: optional(text()),
  reason: optional(text()),
};

/**
 * What Segment's specifications have no names for and retention cannot do without: support, subscriptions, payments
 * that fail, features, limits. Nothing is refused.
 */
export const careEvents: readonly EventDeclaration[] = withSnakeCaseAliases([
  ticket('Support Ticket Opened', {
    aliases: ['Support Ticket Created', 'Ticket Opened', 'Ticket Created'],
    properties: supportTicket,
  }),
  ticketResolved('Support Ticket Resolved', {
    aliases: ['Support Ticket Closed', 'Support Ticket Solved', 'Ticket Resolved', 'Ticket Closed'],
    properties: supportTicket,
  }),
  subscriptionStart('Subscription Started', { aliases: ['Subscription Created'], properties: subscription }),
  occurrence('Subscription Renewed', { properties: subscription }),
  cancellation('Subscription Cancelled', {
    aliases: ['Subscription Canceled', 'Subscription Ended'],
    properties: subscription,
  }),
  planChange('Plan Changed', {
    aliases: ['Subscription Changed', 'Subscription Upgraded', 'Subscription Downgraded', 'Subscription Updated'],
    properties: { ...subscription, previous_plan: optional(text()) },
  }),
  paymentFailure('Payment Failed', {
    aliases: ['Invoice Payment Failed', 'Charge Failed'],
    properties: { invoice_id: optional(identifier()), reason: optional(text()) },
  }),
  featureUse('Feature Used', { properties: { feature: optional(text()) } }),
  limitHit('Limit Reached', {
    aliases: ['Limit Hit', 'Usage Limit Reached', 'Quota Reached'],
    properties: { limit: optional(text()) },
  }),
]);
