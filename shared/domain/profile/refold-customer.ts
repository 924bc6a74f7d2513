import type { ArchivedEvent } from '#contracts/archived-event.ts';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { type CustomerTraits, noCustomerTraits } from '#contracts/customer-traits.ts';
import type { Folding } from '#domain/features/folding.ts';
import { eventOfArchived } from '#domain/ingest/archived-event-of.ts';
import type { TrackingPlan } from '#domain/ingest/tracking-plan.ts';
import { subjectOf } from './customer-of.ts';
import { EventIdSet } from './event-id-set.ts';
import { countedIdHash, packEventIds } from './event-ids.ts';
import { type GrowingState, growing, takeInEvent } from './fold-event.ts';
import { mergeAccountTraits } from './merge-traits.ts';
import { emptyProfileState } from './profile-state.ts';
import { takeInTraits, tellsOfCustomer } from './take-in-traits.ts';

/**
 * What the archive says of one customer, with all visitors that are part of it, or of one account: each event once, however
 * often it is there.
 */
export type RefoldedCustomer = {
  readonly customerId: string;
  readonly ids: EventIdSet;
  readonly state: GrowingState;
  told: CustomerTraits;
  /** The latest "now" of the history; null once an event is live, or judged under the running clock. */
  asOfMs: number | null;
  isAllHistory: boolean;
  latest: Pick<ArchivedEvent, 'id' | 'name' | 'timeMs'> | null;
};

/** Before the first event. */
export function newRefold(customerId: string): RefoldedCustomer {
  return {
    customerId,
    ids: new EventIdSet(),
    state: growing(emptyProfileState),
    told: noCustomerTraits,
    asOfMs: null,
    isAllHistory: true,
    latest: null,
  };
}

/** What an event tells beside what it counts for: of the account that it names, or of the customer. */
function told(
  plan: TrackingPlan,
  { customerId, told: before }: RefoldedCustomer,
  event: CanonicalEvent,
): CustomerTraits {
  if (subjectOf(customerId) === 'account') return { ...before, traits: mergeAccountTraits(before.traits, [event]) };
  return tellsOfCustomer(plan, event) ? takeInTraits(plan, before, [event]) : before;
}

/**
 * Takes one more event in, in place: a customer can have millions. The order of the events does not matter. Returns
 * false where the event was there already.
 */
export function refold(folding: Folding, customer: RefoldedCustomer, archived: ArchivedEvent): boolean {
  const idHash = countedIdHash(customer.customerId, archived);
  if (customer.ids.has(idHash)) return false;
  customer.ids.addPacked(packEventIds([idHash]));
  const event = eventOfArchived(archived);
  takeInEvent(folding, customer.state, event);
  customer.told = told(folding.plan, customer, event);
  if (archived.asOfMs === null) customer.isAllHistory = false;
  else customer.asOfMs = Math.max(customer.asOfMs ?? 0, archived.asOfMs);
  const isLatest = customer.latest === null || archived.timeMs >= customer.latest.timeMs;
  if (isLatest) customer.latest = { id: archived.id, name: archived.name, timeMs: archived.timeMs };
  return true;
}
