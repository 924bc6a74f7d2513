import type { TrackingPlan } from '#domain/ingest/tracking-plan.ts';
import { dayMs } from '#domain/profile/profile-state.ts';
import { newRefold, type RefoldedCustomer, refold } from '#domain/profile/refold-customer.ts';
import type { OwnedEvent } from './replay-spool.ts';

/**
 * For how long after its receipt an event is surely remembered: a day less than its id is kept (`horizon.ts`), for
 * clocks that differ.
 */
const memoryDays = { live: 48, replay: 399 } as const;

/** What the archive says of one customer. */
export type ArchivedCustomer = {
  readonly folded: RefoldedCustomer;
  /** The visitors whose events are among them. */
  readonly visitors: Set<string>;
  events: number;
  /** Whether every one of the events, had it been counted, would still be remembered. */
  isRecent: boolean;
};

/** Whether the message of an event may still be under way, or be sent once more and count. */
export function mayStillCome({ event }: OwnedEvent, nowMs: number): boolean {
  return event.receivedMs > nowMs - memoryDays[event.mode] * dayMs;
}

/**
 * Whether an event that was counted when it was received is remembered still. Of one that says that it will be received
 * tomorrow, nobody knows when it was counted.
 */
export function isRemembered(owned: OwnedEvent, nowMs: number): boolean {
  return mayStillCome(owned, nowMs) && owned.event.receivedMs <= nowMs + dayMs;
}

/** Folds the events of one partition, customer by customer. */
export function foldPartition(
  plan: TrackingPlan,
  owned: Iterable<OwnedEvent>,
  nowMs: number,
): Map<string, ArchivedCustomer> {
  const customers = new Map<string, ArchivedCustomer>();
  for (const one of owned) {
    const customer: ArchivedCustomer = customers.get(one.owner) ?? {
      folded: newRefold(),
      visitors: new Set(),
      events: 0,
      isRecent: true,
    };
    customers.set(one.owner, customer);
    if (one.customer !== one.owner) customer.visitors.add(one.customer);
    if (refold(plan, customer.folded, one.event)) customer.events += 1;
    if (!isRemembered(one, nowMs)) customer.isRecent = false;
  }
  return customers;
}
