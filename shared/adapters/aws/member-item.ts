import { type Item, text } from './item-attributes.ts';
import { customerKey, memberSortKeyPrefix } from './item-keys.ts';

/** That a user belongs to an account, in the partition of the account: the keys say it all. */
export function memberItem(tenant: string, accountCustomerId: string, userId: string): Item {
  return { pk: { S: customerKey(tenant, accountCustomerId) }, sk: { S: `${memberSortKeyPrefix}${userId}` } };
}

/** Item → the user. */
export function parseMemberItem(item: Item): string {
  return text(item, 'sk').slice(memberSortKeyPrefix.length);
}
