import type { AccountLinks } from './account-link.ts';
import type { RefusedJoins } from './refused-join.ts';
import type { Traits } from './trait.ts';

/** What was told of a customer rather than done by it: all of it lies in one item, beside the profile. */
export type CustomerTraits = {
  readonly traits: Traits;
  readonly accounts: AccountLinks;
  readonly refusedJoins: RefusedJoins;
  /** Accounts (their ids) that the customer is linked to, and that have still to learn how it stands; ascending. */
  readonly unsettled: readonly string[];
};

/** Of a customer of whom nothing was told. */
export const noCustomerTraits: CustomerTraits = {
  traits: {},
  accounts: { links: [], more: false },
  refusedJoins: { joins: [], more: false },
  unsettled: [],
};
