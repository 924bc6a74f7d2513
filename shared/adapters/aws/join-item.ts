import type { Join } from '#ports/profile-store.ts';
import { type Item, optionalNumber, text } from './item-attributes.ts';
import { customerKey, joinSortKeyPrefix } from './item-keys.ts';

/** That a visitor was joined into a user, in the partition of the user. */
export function joinItem(tenant: string, customerId: string, anonymousCustomerId: string, joinedMs: number): Item {
  return {
    pk: { S: customerKey(tenant, customerId) },
    sk: { S: `${joinSortKeyPrefix}${anonymousCustomerId}` },
    joinedMs: { N: String(joinedMs) },
  };
}

/** Item → the visitor, and when it was joined: older items do not say. */
export function parseJoinItem(item: Item): Join {
  return { visitor: text(item, 'sk').slice(joinSortKeyPrefix.length), joinedMs: optionalNumber(item, 'joinedMs') };
}
