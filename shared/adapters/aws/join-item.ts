import { type Item, text } from './item-attributes.ts';
import { customerKey, joinSortKeyPrefix } from './item-keys.ts';

/** That a visitor was joined into a user, in the partition of the user: the keys say it all. */
export function joinItem(tenant: string, customerId: string, anonymousCustomerId: string): Item {
  return {
    pk: { S: customerKey(tenant, customerId) },
    sk: { S: `${joinSortKeyPrefix}${anonymousCustomerId}` },
  };
}

/** Item → the visitor. */
export function parseJoinItem(item: Item): string {
  return text(item, 'sk').slice(joinSortKeyPrefix.length);
}
