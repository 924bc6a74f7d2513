import type { ArchivedEvent } from '#contracts/archived-event.ts';
import { type CustomerTraits, noCustomerTraits } from '#contracts/customer-traits.ts';
import { eventOfArchived } from '#domain/ingest/archived-event-of.ts';
import type { TrackingPlan } from '#domain/ingest/tracking-plan.ts';
import { EventIdSet } from './event-id-set.ts';
import { eventIdHash, packEventIds } from './event-ids.ts';
import { foldEvent } from './fold-event.ts';
import { emptyProfileState, type ProfileState } from './profile-state.ts';
import { takeInTraits, tellsOfCustomer } from './take-in-traits.ts';

/**
 * What the archive says of one customer, with all visitors that are part of it: each event once, however often it is
 * there.
 */
export type RefoldedCustomer = {
  readonly ids: EventIdSet;
  state: ProfileState;
  told: CustomerTraits;
  /** The latest "now" of the history; null once an event is live, or judged under the running clock. */
  asOfMs: number | null;
  isAllHistory: boolean;
  latest: Pick<ArchivedEvent, 'id' | 'name' | 'timeMs'> | null;
};

/** Before the first event. */
export function newRefold(): RefoldedCustomer {
  return {
    ids: new EventIdSet(),
    state: emptyProfileState,
    told: noCustomerTraits,
    asOfMs: null,
    isAllHistory: true,
    latest: null,
  };
}

/**
 * Takes one more event in, in place: a customer can have millions. The order of the events does not matter. Returns
 * false where the event was there already.
 */
export function refold(plan: TrackingPlan, customer: RefoldedCustomer, archived: ArchivedEvent): boolean {
  const idHash = eventIdHash(archived.id);
  if (customer.ids.has(idHash)) return false;
  customer.ids.addPacked(packEventIds([idHash]));
  const event = eventOfArchived(archived);
  customer.state = foldEvent(plan, customer.state, event);
  if (tellsOfCustomer(plan, event)) customer.told = takeInTraits(plan, customer.told, [event]);
  if (archived.asOfMs === null) customer.isAllHistory = false;
  else customer.asOfMs = Math.max(customer.asOfMs ?? 0, archived.asOfMs);
  const isLatest = customer.latest === null || archived.timeMs >= customer.latest.timeMs;
  if (isLatest) customer.latest = { id: archived.id, name: archived.name, timeMs: archived.timeMs };
  return true;
}
