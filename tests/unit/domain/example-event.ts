import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import {
  cancellation,
  cart,
  consentChange,
  featureUse,
  invitation,
  limitHit,
  login,
  paymentFailure,
  planChange,
  purchase,
  refund,
  review,
  signup,
  subscriptionStart,
  ticket,
  ticketResolved,
  trialEnd,
  trialStart,
} from '#domain/ingest/event-builders.ts';
import { trackingPlan } from '#domain/ingest/tracking-plan.ts';

/** Midnight of 1 June 2026, UTC. */
export const juneMs = Date.UTC(2026, 5, 1);

export const dayMs = 86_400_000;

/** A plan with one event of each meaning. */
export const examplePlan = trackingPlan([
  purchase('Bought', { amount: 'total' }),
  refund('Returned', { amount: 'total' }),
  cart('Carted'),
  ticket('Complained'),
  cancellation('Cancelled'),
  ticketResolved('Helped'),
  featureUse('Used'),
  paymentFailure('Not Paid'),
  planChange('Moved'),
  invitation('Invited'),
  limitHit('Limited'),
  consentChange('Consented', { channel: { is: 'email' }, granted: { property: 'granted' } }),
  signup('Signed Up'),
  login('Came In'),
  trialStart('Tried'),
  trialEnd('Tried Out'),
  subscriptionStart('Subscribed'),
  review('Reviewed'),
]);

/** An event of Ada at noon on 1 June 2026: a sign of life without any other meaning, unless told otherwise. */
export function exampleEvent(told: Partial<CanonicalEvent> = {}): CanonicalEvent {
  return {
    tenant: 'shop',
    id: 'event-1',
    type: 'track',
    name: 'Looked',
    userId: 'ada',
    anonymousId: null,
    accountId: null,
    timeMs: juneMs + dayMs / 2,
    receivedMs: juneMs + dayMs / 2,
    properties: {},
    context: {},
    ...told,
  };
}
