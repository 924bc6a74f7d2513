import { type MemberRegister, memberRegisterSchema } from '#contracts/relations.ts';
import type { Member, MemberChunk } from '#ports/profile-store.ts';
import { type Item, number, text } from './item-attributes.ts';
import { customerKey, memberSortKeyPrefix } from './item-keys.ts';

/** That a user belongs to an account, in the partition of the account, and how it stands. */
export function memberItem(tenant: string, accountCustomerId: string, userId: string, register: MemberRegister): Item {
  return {
    pk: { S: customerKey(tenant, accountCustomerId) },
    sk: { S: `${memberSortKeyPrefix}${userId}` },
    version: { N: String(register.version) },
    segments: { S: JSON.stringify(register.segments) },
  };
}

/** Item → the user, and how it stands: older items are keys alone. */
export function parseMemberItem(item: Item): Member {
  const userId = text(item, 'sk').slice(memberSortKeyPrefix.length);
  if (item['version'] === undefined) return { userId, register: null };
  const segments: unknown = JSON.parse(text(item, 'segments'));
  return { userId, register: memberRegisterSchema.parse({ version: number(item, 'version'), segments }) };
}

/** What one query gave; `stoppedAt` is the sort key after which there are more, null where there are none. */
export function memberChunkOf(items: readonly Item[], stoppedAt: string | null): MemberChunk {
  return { members: items.map(parseMemberItem), next: stoppedAt };
}

/** Whether a member's item may be replaced by one of this version: a later one stays. */
export function givesWay(existing: Item | null, version: number): boolean {
  return existing === null || existing['version'] === undefined || number(existing, 'version') <= version;
}
