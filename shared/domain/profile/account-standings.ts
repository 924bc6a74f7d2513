import type { AccountStanding, Relations } from '#contracts/relations.ts';
import { maximumAccounts } from './account-links.ts';

function isSame(a: AccountStanding, b: AccountStanding): boolean {
  return a.version === b.version && JSON.stringify(a.segments) === JSON.stringify(b.segments);
}

/**
 * What a customer knows once it is told how one of its accounts stands; null where that is no news: it is known, or older than
 * what is known. So the order in which it is told of versions does not matter. One that says that it is in no segment is kept as
 * well, for an earlier version may still come. Of more accounts than a customer can be linked to, the first are kept.
 */
export function withStanding(relations: Relations, standing: AccountStanding): Relations | null {
  const known = relations.accounts.find(({ accountId }) => accountId === standing.accountId);
  if (known !== undefined && (known.version > standing.version || isSame(known, standing))) return null;
  const accounts = [...relations.accounts.filter((one) => one !== known), standing];
  accounts.sort((a, b) => (a.accountId < b.accountId ? -1 : 1));
  const kept = accounts.slice(0, maximumAccounts);
  return kept.includes(standing) ? { ...relations, accounts: kept } : null;
}
