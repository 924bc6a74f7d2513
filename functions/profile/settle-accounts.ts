import pMap from 'p-map';
import { anonymousPrefix } from '#contracts/identifier.ts';
import { accountCustomerOf } from '#domain/profile/customer-of.ts';
import { registerOf, standingOf } from '#domain/profile/member-register.ts';
import { asksRelations } from '#domain/profile/relations-asked.ts';
import { tellAccounts } from '../tell-accounts.ts';
import { standingMessages } from '../tell-members.ts';
import { advanceTraits } from './advance-traits.ts';
import type { CustomerGroup } from './customer-groups.ts';
import type { ProfileDependencies } from './profile-dependencies.ts';

/** How many accounts are looked at at once. */
const concurrency = 8;

/** Tells a new member how its accounts stand; one that is in no segment that is asked about has nothing to tell. */
async function tellNewMember(
  { profiles, relations, asked }: ProfileDependencies,
  { tenant, customerId, clock, correlationId }: CustomerGroup,
  accountIds: readonly string[],
): Promise<void> {
  if (asked.ofAccounts.size === 0) return;
  const messagesOf = async (accountId: string) => {
    const account = accountCustomerOf(accountId);
    const record = account === null ? null : await profiles.load(tenant, account, 'consistent');
    const standing = record === null ? null : standingOf(asked, record);
    if (standing === null || standing.segments.length === 0) return [];
    return standingMessages({ tenant, standing, clock, correlationId }, [customerId]);
  };
  const messages = (await pMap(accountIds, messagesOf, { concurrency })).flat();
  if (messages.length > 0) await relations.send(messages);
}

/**
 * Lets a customer and the accounts that it was linked to since know how the other stands: after the link is stored, and read
 * anew. What either becomes later is announced, and finds the link: so nothing falls in between. What is to be settled is
 * noted with the link, so that a repetition of the message finishes what was begun.
 */
export async function settleAccounts(dependencies: ProfileDependencies, group: CustomerGroup): Promise<void> {
  const { profiles, asked } = dependencies;
  const { tenant, customerId, clock, correlationId } = group;
  if (!asksRelations(asked) || customerId.startsWith(anonymousPrefix)) return;
  const { unsettled } = await profiles.loadTraits(tenant, customerId);
  if (unsettled.length === 0) return;
  const register = registerOf(asked, await profiles.load(tenant, customerId, 'consistent'));
  await tellAccounts(dependencies, [{ tenant, customerId, register, accountIds: unsettled, clock, correlationId }]);
  await tellNewMember(dependencies, group, unsettled);
  const settled = new Set(unsettled);
  await advanceTraits(dependencies, group, {
    accountIds: [],
    apply: (stored) => ({ ...stored, unsettled: stored.unsettled.filter((accountId) => !settled.has(accountId)) }),
  });
}
