import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { accountCustomerOf } from '#domain/profile/customer-of.ts';
import { mergeAccountTraits } from '#domain/profile/merge-traits.ts';
import { advanceTraits } from './advance-traits.ts';
import type { CustomerGroup } from './group-by-customer.ts';
import type { ProfileDependencies } from './profile-dependencies.ts';

/** What the events of a batch tell of one account, whoever of it they are from. */
export type AccountGroup = {
  readonly tenant: string;
  /** `account:ID` */
  readonly customerId: string;
  readonly events: CanonicalEvent[];
  readonly messageIds: Set<string>;
};

function tellsOfAccount(event: CanonicalEvent): boolean {
  return event.type === 'group' && Object.keys(event.properties).length > 0;
}

/**
 * Sorts the group events of a batch by account: an account has many members, and all of a batch together cost one write. Each
 * comes with all messages of its customers, so that none of them is gone before the account has been told.
 */
export function groupByAccount(groups: readonly CustomerGroup[]): AccountGroup[] {
  const accounts = new Map<string, AccountGroup>();
  for (const { tenant, events, messageIds } of groups) {
    for (const event of events.filter(tellsOfAccount)) {
      const customerId = accountCustomerOf(event.accountId);
      if (customerId === null) continue;
      const key = JSON.stringify([tenant, customerId]);
      const account = accounts.get(key) ?? { tenant, customerId, events: [], messageIds: new Set<string>() };
      accounts.set(key, account);
      account.events.push(event);
      for (const messageId of messageIds) account.messageIds.add(messageId);
    }
  }
  return [...accounts.values()];
}

/** Keeps what group events tell of an account. Repeating it changes nothing. */
export async function advanceAccount(dependencies: ProfileDependencies, account: AccountGroup): Promise<void> {
  await advanceTraits(dependencies, account, {
    accountIds: [],
    apply: (stored) => ({ ...stored, traits: mergeAccountTraits(stored.traits, account.events) }),
  });
}
