import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { accountCustomerOf, customerOf } from '#domain/profile/customer-of.ts';
import { visitorsClaimedBy } from '#domain/profile/join-profiles.ts';

/** What one tenant must find, told by its own events alone: nothing of any other tenant is known here. */
export type TenantModel = {
  /** Takes one event in, as it was accepted. */
  take(event: CanonicalEvent): void;
  /** How many events each customer has. */
  readonly counts: ReadonlyMap<string, number>;
  /** The visitors of each user. */
  readonly joins: ReadonlyMap<string, ReadonlySet<string>>;
  /** The users of each account. */
  readonly members: ReadonlyMap<string, ReadonlySet<string>>;
};

function addTo(sets: Map<string, Set<string>>, key: string, values: Iterable<string>): void {
  const set = sets.get(key) ?? new Set<string>();
  for (const value of values) set.add(value);
  sets.set(key, set);
}

/** Makes the model of a tenant of whom nothing is known. */
export function createTenantModel(): TenantModel {
  const counts = new Map<string, number>();
  const ids = new Map<string, Set<string>>();
  const joinedInto = new Map<string, string>();
  const joins = new Map<string, Set<string>>();
  const accounts = new Map<string, Set<string>>();
  const members = new Map<string, Set<string>>();

  function join(visitor: string, user: string): void {
    if (joinedInto.has(visitor)) return;
    joinedInto.set(visitor, user);
    addTo(joins, user, [visitor]);
    counts.set(user, (counts.get(user) ?? 0) + (counts.get(visitor) ?? 0));
    counts.set(visitor, 0);
    const moved = accounts.get(visitor) ?? [];
    addTo(accounts, user, moved);
    for (const account of moved) addTo(members, account, [user]);
  }

  function tellAccount(customerId: string, event: CanonicalEvent): void {
    const account = event.type === 'group' ? accountCustomerOf(event.accountId) : null;
    if (account === null) return;
    addTo(accounts, customerId, [account]);
    if (!customerId.startsWith('anonymous:')) addTo(members, account, [customerId]);
  }

  return {
    counts,
    joins,
    members,
    take(event) {
      const named = customerOf(event);
      if (named === null) throw new Error('Cannot take an event of nobody');
      for (const { visitor } of visitorsClaimedBy([event])) join(visitor, named);
      if (ids.get(named)?.has(event.id) === true) return;
      const customerId = joinedInto.get(named) ?? named;
      if (ids.get(customerId)?.has(event.id) === true) return;
      addTo(ids, customerId, [event.id]);
      counts.set(customerId, (counts.get(customerId) ?? 0) + 1);
      tellAccount(customerId, event);
    },
  };
}
