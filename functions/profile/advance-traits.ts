import pMap from 'p-map';
import type { CustomerTraits } from '#contracts/customer-traits.ts';
import { anonymousPrefix } from '#contracts/identifier.ts';
import { accountCustomerOf } from '#domain/profile/customer-of.ts';
import { registerOf } from '#domain/profile/member-register.ts';
import { asksRelations } from '#domain/profile/relations-asked.ts';
import type { ProfileDependencies } from './profile-dependencies.ts';
import { untilWritten } from './until-written.ts';

/** How many accounts are told of a member at once. */
const concurrency = 8;

type Owner = { readonly tenant: string; readonly customerId: string };

/** How what is kept of a customer changes. */
export type TraitsChange = {
  /** The accounts that the change tells of. */
  readonly accountIds: readonly string[];
  readonly apply: (stored: CustomerTraits) => CustomerTraits;
};

/**
 * Notes at the accounts that a user is not known to belong to that it does: before its own traits say so, so that none is
 * left out whatever stops in between. A visitor belongs to none until it is known who that is.
 */
async function noteMember(
  { profiles, asked }: ProfileDependencies,
  { tenant, customerId }: Owner,
  stored: CustomerTraits,
  accountIds: readonly string[],
): Promise<void> {
  if (customerId.startsWith(anonymousPrefix)) return;
  const known = new Set(stored.accounts.links.map((link) => link.accountId));
  const accounts = new Set(accountIds.filter((id) => !known.has(id)).map(accountCustomerOf));
  accounts.delete(null);
  // How it stands is written once it is linked: whatever it becomes after that, it tells its accounts itself.
  const register = registerOf(asked, null);
  const note = async (account: string | null) =>
    account !== null && profiles.putMember(tenant, account, customerId, register);
  await pMap(accounts, note, { concurrency });
}

/** What is kept, with the accounts that are linked anew among those that have still to be told how a user stands. */
function withUnsettled(
  { asked }: ProfileDependencies,
  { customerId }: Owner,
  stored: CustomerTraits,
  changed: CustomerTraits,
): CustomerTraits {
  if (!asksRelations(asked) || customerId.startsWith(anonymousPrefix)) return changed;
  const known = new Set(stored.accounts.links.map((link) => link.accountId));
  const linked = changed.accounts.links.map((link) => link.accountId).filter((accountId) => !known.has(accountId));
  return { ...changed, unsettled: [...new Set([...changed.unsettled, ...linked])].sort() };
}

/** Changes what is kept of a customer beside its profile; where nothing would change, nothing is written. */
export async function advanceTraits(
  dependencies: ProfileDependencies,
  owner: Owner,
  { accountIds, apply }: TraitsChange,
): Promise<void> {
  const { tenant, customerId } = owner;
  await untilWritten(dependencies, `the traits of customer ${customerId}`, async () => {
    const { version, ...stored } = await dependencies.profiles.loadTraits(tenant, customerId);
    await noteMember(dependencies, owner, stored, accountIds);
    const changed = withUnsettled(dependencies, owner, stored, apply(stored));
    if (JSON.stringify(changed) === JSON.stringify(stored)) return 'written';
    return dependencies.profiles.putTraits(tenant, customerId, { version: version + 1, ...changed });
  });
}
