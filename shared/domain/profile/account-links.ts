import type { AccountLink, AccountLinks } from '#contracts/account-link.ts';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { accountCustomerOf } from './customer-of.ts';

/** Most accounts kept for one customer: the first of their ids in the order of the alphabet. */
export const maximumAccounts = 20;

/**
 * Which are kept depends on their ids alone, so that neither order nor repetition of the events matters: one that is kept in
 * the end was never dropped before.
 */
function cut(links: ReadonlyMap<string, AccountLink>, more: boolean): AccountLinks {
  const sorted = [...links.values()].sort((a, b) => (a.accountId < b.accountId ? -1 : 1));
  return { links: sorted.slice(0, maximumAccounts), more: more || sorted.length > maximumAccounts };
}

/** The accounts of two customers that become one, or of a customer and what more is told of it. */
export function joinAccounts(a: AccountLinks, b: AccountLinks): AccountLinks {
  const joined = new Map(a.links.map((link) => [link.accountId, link]));
  for (const { accountId, firstMs, lastMs } of b.links) {
    const known = joined.get(accountId);
    joined.set(accountId, {
      accountId,
      firstMs: Math.min(firstMs, known?.firstMs ?? firstMs),
      lastMs: Math.max(lastMs, known?.lastMs ?? lastMs),
    });
  }
  return cut(joined, a.more || b.more);
}

/** Whether an event says that its customer belongs to an account. Ordinary events that name an account in passing do not. */
export function linksAccount(event: CanonicalEvent): boolean {
  return event.type === 'group' && accountCustomerOf(event.accountId) !== null;
}

/** Each link that these events tell, one an event, however many. */
export function accountLinksOf(events: readonly CanonicalEvent[]): AccountLink[] {
  return events.flatMap((event) => {
    const { accountId, timeMs } = event;
    return linksAccount(event) && accountId !== null ? [{ accountId, firstMs: timeMs, lastMs: timeMs }] : [];
  });
}

/** Takes the accounts that group events tell of in; other events are passed over. */
export function mergeAccounts(accounts: AccountLinks, events: readonly CanonicalEvent[]): AccountLinks {
  return accountLinksOf(events).reduce((all, link) => joinAccounts(all, { links: [link], more: false }), accounts);
}
