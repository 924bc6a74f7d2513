import { amountFromZero } from '#domain/ingest/amount-minor.ts';
import {
  activity,
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
import { flag, identifier, number, text, wholeNumber } from '#domain/ingest/property-types.ts';
import { time } from '#domain/ingest/time-type.ts';
import { withSnakeCaseAliases } from './snake-case-alias.ts';

const satisfaction = optional(number({ least: 1, most: 5 }), { description: 'How content, from 1 to 5' });

const supportTicket = { ticket_id: optional(identifier()), topic: optional(text()) };

const subscription = {
  subscription_id: optional(identifier()),
  plan: optional(text()),
  reason: optional(text()),
  mrr: optional(amountFromZero(), { description: 'What it brings a month from now on' }),
  seats: optional(wholeNumber({ least: 0 }), { description: 'How many people may use it from now on' }),
  renews_at: optional(time(), { description: 'When it is next renewed' }),
};

/**
 * What Segment's specifications have no names for and retention cannot do without: support, subscriptions, payments
 * that fail, features, limits. Nothing is refused.
 */
export const careEvents: readonly EventDeclaration[] = withSnakeCaseAliases([
  ticket('Support Ticket Opened', {
    aliases: ['Support Ticket Created', 'Ticket Opened', 'Ticket Created'],
    properties: {
      ...supportTicket,
      body: optional(text()),
      escalated: optional(flag(), { description: 'Whether it was handed on to somebody above' }),
    },
    sentiment: ['body', 'message', 'text'],
  }),
  ticketResolved('Support Ticket Resolved', {
    aliases: ['Support Ticket Closed', 'Support Ticket Solved', 'Ticket Resolved', 'Ticket Closed'],
    properties: { ...supportTicket, csat: satisfaction },
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
  occurrence('Usage Reported', {
    description: 'How much of what the plan allows is used up.',
    properties: {
      limit: optional(text()),
      share_used: optional(number({ least: 0 }), { description: '0.8 is 80 %' }),
    },
  }),
  occurrence('Error Occurred', {
    description: 'Something failed in front of the customer: nothing that the customer did.',
    aliases: ['Error Shown'],
    properties: { code: optional(identifier()), message: optional(text()) },
  }),
  activity('Survey Answered', {
    properties: {
      csat: satisfaction,
      nps: optional(wholeNumber({ least: 0, most: 10 }), { description: 'How likely to recommend, from 0 to 10' }),
      comment: optional(text()),
    },
  }),
]);
