import * as z from 'zod';
import { accountLinksSchema } from '#contracts/account-link.ts';
import { noCustomerTraits } from '#contracts/customer-traits.ts';
import { eventIdSchema } from '#contracts/identifier.ts';
import { refusedJoinsSchema } from '#contracts/refused-join.ts';
import { traitsSchema } from '#contracts/trait.ts';
import type { StoredTraits } from '#ports/profile-store.ts';
import { type Item, number, text } from './item-attributes.ts';
import { customerKey, traitsSortKey } from './item-keys.ts';

const unsettledSchema = z.array(eventIdSchema);

/**
 * Traits → item, beside the profile that they belong to. Accounts, those to be settled and refused joins are attributes of their
 * own, which only those have who have any: most have none, and older items have none.
 */
export function traitsItem(tenant: string, customerId: string, stored: StoredTraits): Item {
  const { version, traits, accounts, refusedJoins, unsettled } = stored;
  const item: Item = {
    pk: { S: customerKey(tenant, customerId) },
    sk: { S: traitsSortKey },
    version: { N: String(version) },
    traits: { S: JSON.stringify(traits) },
  };
  if (accounts.links.length > 0) item['accounts'] = { S: JSON.stringify(accounts) };
  if (refusedJoins.joins.length > 0) item['refusedJoins'] = { S: JSON.stringify(refusedJoins) };
  if (unsettled.length > 0) item['unsettled'] = { S: JSON.stringify(unsettled) };
  return item;
}

/** Item → traits; no item: none, at version 0. Throws if the item does not hold them. */
export function parseTraitsItem(item: Item | null): StoredTraits {
  if (item === null) return { version: 0, ...noCustomerTraits };
  const { accounts, refusedJoins, unsettled } = item;
  return {
    version: number(item, 'version'),
    traits: traitsSchema.parse(JSON.parse(text(item, 'traits'))),
    accounts:
      accounts === undefined ? noCustomerTraits.accounts : accountLinksSchema.parse(JSON.parse(text(item, 'accounts'))),
    refusedJoins:
      refusedJoins === undefined
        ? noCustomerTraits.refusedJoins
        : refusedJoinsSchema.parse(JSON.parse(text(item, 'refusedJoins'))),
    unsettled:
      unsettled === undefined ? noCustomerTraits.unsettled : unsettledSchema.parse(JSON.parse(text(item, 'unsettled'))),
  };
}
