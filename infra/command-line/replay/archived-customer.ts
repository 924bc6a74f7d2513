import { subjectOf } from '#domain/profile/customer-of.ts';
import { dayMs } from '#domain/profile/profile-state.ts';
import { newRefold, type RefoldedCustomer, refold } from '#domain/profile/refold-customer.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import { copyKey, firstCopies, type IsFirstCopy } from './first-copies.ts';
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
  /** Whether one of the events is there in more than one version, of which one alone counts. */
  copiesDiffer: boolean;
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

/** How events are folded, for customers and for accounts. */
export type FoldingOf = RetentionDefinitions['folding'];

type FoldSettings = {
  readonly folding: FoldingOf;
  readonly nowMs: number;
  readonly isFirst: IsFirstCopy;
  /** Called with an event that was there before. */
  readonly onRepeated: (owned: OwnedEvent) => void;
};

function foldAll(
  { folding, nowMs, isFirst, onRepeated }: FoldSettings,
  owned: Iterable<OwnedEvent>,
): Map<string, ArchivedCustomer> {
  const customers = new Map<string, ArchivedCustomer>();
  for (const one of owned) {
    const customer: ArchivedCustomer = customers.get(one.owner) ?? {
      folded: newRefold(one.owner),
      visitors: new Set(),
      events: 0,
      isRecent: true,
      copiesDiffer: false,
    };
    customers.set(one.owner, customer);
    if (one.customer !== one.owner) customer.visitors.add(one.customer);
    if (!isRemembered(one, nowMs)) customer.isRecent = false;
    if (!isFirst(one)) continue;
    if (refold(folding[subjectOf(one.owner)], customer.folded, one.event)) customer.events += 1;
    else onRepeated(one);
  }
  return customers;
}

/** What the archive says of the customers of one partition, and which copy of an event counts. */
export type FoldedPartition = {
  readonly customers: Map<string, ArchivedCustomer>;
  readonly isFirst: IsFirstCopy;
};

/** Folds the events of one partition, customer by customer; `read` gives them anew each time. */
export function foldPartition(folding: FoldingOf, read: () => Iterable<OwnedEvent>, nowMs: number): FoldedPartition {
  const repeated = new Set<string>();
  const onRepeated = (one: OwnedEvent) => {
    repeated.add(copyKey(one));
  };
  const customers = foldAll({ folding, nowMs, isFirst: () => true, onRepeated }, read());
  const { isFirst, differing } = firstCopies(read(), repeated);
  if (repeated.size === 0) return { customers, isFirst };
  const folded = foldAll({ folding, nowMs, isFirst, onRepeated: () => undefined }, read());
  for (const [customerId, customer] of folded) customer.copiesDiffer = differing.has(customerId);
  return { customers: folded, isFirst };
}
