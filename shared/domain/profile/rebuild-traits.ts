import type { CustomerTraits } from '#contracts/customer-traits.ts';
import { joinAccounts } from './account-links.ts';
import { eventIdHash } from './event-ids.ts';
import { joinTraits } from './merge-traits.ts';
import type { RefoldedCustomer } from './refold-customer.ts';

/**
 * What is kept of a customer by its archived events. What an event told that is not in the archive stays beside it: it may
 * have come while the archive was read, and a consent that was taken back must not come back with it.
 */
export function rebuildTraits(folded: Pick<RefoldedCustomer, 'ids' | 'told'>, stored: CustomerTraits): CustomerTraits {
  const { traits, accounts } = folded.told;
  const others = Object.entries(stored.traits).filter(([, { eventId }]) => !folded.ids.has(eventIdHash(eventId)));
  return {
    traits: joinTraits(traits, Object.fromEntries(others)),
    accounts: joinAccounts(accounts, stored.accounts),
    refusedJoins: stored.refusedJoins,
    unsettled: stored.unsettled,
  };
}
