import { customerKey, parseCustomerKey } from '#adapters/aws/item-keys.ts';
import type { AccountLink } from '#contracts/account-link.ts';
import { anonymousPrefix } from '#contracts/identifier.ts';
import type { Deed } from '../workload/sim-event.ts';
import { latestTraits } from './check-traits.ts';
import { difference } from './difference.ts';
import type { ExpectedWorld } from './expected-world.ts';
import { type SeenWorld, shownCustomer } from './seen-world.ts';

/** The accounts that group events name, each with the first and the last time, by their ids. */
export function linksOf(deeds: readonly Deed[]): AccountLink[] {
  const groups = deeds.filter((deed) => deed.type === 'group' && deed.accountId !== null);
  const links = [...Map.groupBy(groups, (deed) => deed.accountId ?? '')].map(([accountId, own]) => {
    const times = own.map((deed) => deed.timeMs);
    return { accountId, firstMs: Math.min(...times), lastMs: Math.max(...times) };
  });
  return links.sort((a, b) => (a.accountId < b.accountId ? -1 : 1));
}

/** What all customers of a tenant told of each account, and who of them are its members. */
function accountsOf(expected: ExpectedWorld) {
  const accounts = new Map<string, { deeds: Deed[]; members: Set<string> }>();
  for (const [key, deeds] of expected.counted) {
    const { tenant, customerId } = parseCustomerKey(key);
    for (const deed of deeds) {
      if (deed.type !== 'group' || deed.accountId === null) continue;
      const account = customerKey(tenant, `account:${deed.accountId}`);
      const known = accounts.get(account) ?? { deeds: [], members: new Set<string>() };
      accounts.set(account, known);
      known.deeds.push(deed);
      if (!customerId.startsWith(anonymousPrefix)) known.members.add(customerId);
    }
  }
  return accounts;
}

/**
 * Every customer is linked to the accounts that its events name, every account has the users among them as its members, and
 * the traits that they told last. Code of layout 1 knows of no accounts, so what it worked on says nothing about them.
 */
export function checkAccounts(expected: ExpectedWorld, seen: SeenWorld): string[] {
  if (expected.plan.deployment?.kind === 'from layout 1') return [];
  const differences: string[] = [];
  for (const [key, deeds] of expected.counted) {
    differences.push(...difference(`${shownCustomer(key)}, accounts`, linksOf(deeds), seen.accounts.get(key) ?? []));
  }
  const accounts = accountsOf(expected);
  for (const [key, { deeds, members }] of accounts) {
    const who = shownCustomer(key);
    differences.push(...difference(`${who}, members`, [...members].sort(), seen.members.get(key) ?? []));
    differences.push(...difference(`${who}, traits`, latestTraits(deeds, 'group'), { ...seen.traits.get(key) }));
  }
  const strangers = [...seen.members.keys()].filter((key) => !accounts.has(key));
  return [...differences, ...strangers.map((key) => `${shownCustomer(key)}: has members, and nobody named it`)];
}
