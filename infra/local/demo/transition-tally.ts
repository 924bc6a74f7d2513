import type { Transition } from '#contracts/transition.ts';
import { subjectOf } from '#domain/profile/customer-of.ts';

/** What the transitions on the bus add up to. */
export type TransitionTally = {
  /** Counts a transition of a customer once, however often it is announced; those of accounts are passed over. */
  observe(transition: Transition): void;
  /** Transitions by type. */
  transitions(): Record<string, number>;
  /** Members by segment. */
  segments(): Record<string, number>;
  customers(): number;
};

/** A customer as the tally knows it, for starting from what is stored already. */
export type KnownCustomer = {
  readonly customerId: string;
  readonly version: number;
  readonly segments: readonly string[];
};

type Known = { version: number; idsOfVersion: Set<string>; segments: Set<string> };

/**
 * Adds transitions up. They come at least once, those of one customer in the order of its versions: what is older than
 * the customer's latest, or has the id of one of it, is a repetition.
 */
export function createTransitionTally(
  known: Iterable<KnownCustomer>,
  counted: Readonly<Record<string, number>>,
): TransitionTally {
  const customers = new Map<string, Known>();
  const byType = new Map(Object.entries(counted));
  const bySegment = new Map<string, number>();

  const move = (segment: string, by: number): void => {
    bySegment.set(segment, (bySegment.get(segment) ?? 0) + by);
  };

  for (const { customerId, version, segments } of known) {
    customers.set(customerId, { version, idsOfVersion: new Set(), segments: new Set(segments) });
    for (const segment of segments) move(segment, 1);
  }

  const apply = (customer: Known, transition: Transition): void => {
    if (transition.type === 'Churn Risk Changed' || transition.type === 'Customer Migrated') return;
    const { segment, type } = transition;
    const isMember = type === 'Segment Entered';
    if (customer.segments.has(segment) === isMember) return;
    if (isMember) customer.segments.add(segment);
    else customer.segments.delete(segment);
    move(segment, isMember ? 1 : -1);
  };

  return {
    observe: (transition) => {
      const { customerId, profileVersion, id, type } = transition;
      if (subjectOf(customerId) === 'account') return;
      let customer = customers.get(customerId);
      if (customer === undefined) {
        customer = { version: 0, idsOfVersion: new Set(), segments: new Set() };
        customers.set(customerId, customer);
      }
      if (profileVersion < customer.version || customer.idsOfVersion.has(id)) return;
      if (profileVersion > customer.version) {
        customer.version = profileVersion;
        customer.idsOfVersion.clear();
      }
      customer.idsOfVersion.add(id);
      byType.set(type, (byType.get(type) ?? 0) + 1);
      apply(customer, transition);
    },
    transitions: () => Object.fromEntries(byType),
    segments: () => Object.fromEntries(bySegment),
    customers: () => customers.size,
  };
}
