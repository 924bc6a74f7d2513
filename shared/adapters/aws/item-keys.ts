import { hash } from 'node:crypto';
import { wakeShards } from '#ports/wake-index.ts';

/** Partition of everything that concerns one customer. A tenant has no "|" in it, so no two customers share one. */
export function customerKey(tenant: string, customerId: string): string {
  return `${tenant}|${customerId}`;
}

/** The inverse of `customerKey`. Throws on a key that is none. */
export function parseCustomerKey(key: string): { tenant: string; customerId: string } {
  const separator = key.indexOf('|');
  if (separator < 1) throw new Error(`Cannot read a customer key: ${key}`);
  return { tenant: key.slice(0, separator), customerId: key.slice(separator + 1) };
}

export const profileSortKey = 'profile';
export const traitsSortKey = 'traits';
/** Pages of layout 1: `page#` and a number. Those of today follow them, by the version of the profile that they were read from. */
export const pageSortKeyPrefix = 'page#';
export const versionedPagePrefix = 'page#v';
export const runSortKeyPrefix = 'run#';
/** In the partition of a user, before the id of each visitor that was joined into it. */
export const joinSortKeyPrefix = 'joined#';
/** In the partition of an account, before the id of each user who belongs to it. */
export const memberSortKeyPrefix = 'member#';

/** Numbers that sort as text. */
export function sortable(value: number): string {
  return String(value).padStart(16, '0');
}

/** One letter for each shard, because it stands in every item. The first eight are all that older code has written. */
const wakeShardLetters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_';

/** The partition of the wake-up index that holds a shard, 0 to one below `wakeShards`. Throws if there is no such shard. */
export function wakeShardKey(shard: number): string {
  const letter = wakeShardLetters[shard];
  if (letter === undefined || shard >= wakeShards) {
    throw new Error(`Cannot name shard ${shard} of the wake-up index: there are ${wakeShards}`);
  }
  return letter;
}

/** The partition of the wake-up index that a customer belongs to. */
export function wakeShardOf(key: string): string {
  return wakeShardKey(Number.parseInt(hash('sha1', key, 'hex').slice(0, 8), 16) % wakeShards);
}
