import pMap from 'p-map';
import type { ClockMode } from '#contracts/clock-mode.ts';
import { anonymousPrefix } from '#contracts/identifier.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import { subjectOf } from '#domain/profile/customer-of.ts';
import { registerOf, standingOf } from '#domain/profile/member-register.ts';
import type { RelationsAsked } from '#domain/profile/relations-asked.ts';
import type { ProfileStore } from '#ports/profile-store.ts';
import { type TellAccountsDependencies, type ToldMember, tellAccounts } from './tell-accounts.ts';
import { type TellMembersDependencies, tellMembers } from './tell-members.ts';

/** How many customers are looked at at once. */
const concurrency = 8;

export type TellDependencies = TellAccountsDependencies &
  TellMembersDependencies & { readonly profiles: Pick<ProfileStore, 'loadTraits'> };

/** Under which "now" those who are told are judged: of what history changed, only history follows. */
function clockOf({ clock, judgedMs, outbox }: ProfileRecord): ClockMode {
  if (clock === 'replay') return { mode: 'replay', asOfMs: judgedMs };
  return outbox?.mode === 'replay' ? { mode: 'replay', asOfMs: null } : { mode: 'live' };
}

function aboutOf(record: ProfileRecord) {
  const { tenant, customerId, version, outbox } = record;
  return {
    tenant,
    customerId,
    clock: clockOf(record),
    correlationId: outbox?.correlationId ?? `told/${customerId}/${version}`,
  };
}

/** A visitor belongs to no account until it is known who that is, and who was joined is nobody any more. */
function isUser({ customerId, joined }: ProfileRecord): boolean {
  return subjectOf(customerId) === 'customer' && !customerId.startsWith(anonymousPrefix) && joined === null;
}

/** Whether a write of a profile changed what others ask about. */
export function concernsOthers(asked: RelationsAsked, record: ProfileRecord): boolean {
  const segments = subjectOf(record.customerId) === 'account' ? asked.ofAccounts : asked.ofMembers;
  if (segments.size === 0 || record.outbox === null) return false;
  return record.outbox.changes.some(
    (change) => (change.kind === 'entered' || change.kind === 'exited') && segments.has(change.segment),
  );
}

/**
 * Tells others how these customers and accounts stand, as far as they ask: the accounts of each user, and the members of each
 * account. At least once: what is told is read off the records, and whoever is told keeps the latest version of it.
 */
export async function tellRelations(dependencies: TellDependencies, records: readonly ProfileRecord[]): Promise<void> {
  const { asked, profiles } = dependencies;
  const memberOf = async (record: ProfileRecord): Promise<ToldMember> => {
    const { accounts } = await profiles.loadTraits(record.tenant, record.customerId);
    const accountIds = accounts.links.map(({ accountId }) => accountId);
    return { ...aboutOf(record), register: registerOf(asked, record), accountIds };
  };
  const users = asked.ofMembers.size === 0 ? [] : records.filter(isUser);
  await tellAccounts(dependencies, await pMap(users, memberOf, { concurrency }));
  const accounts = asked.ofAccounts.size === 0 ? [] : records.filter((one) => subjectOf(one.customerId) === 'account');
  const tell = (record: ProfileRecord) =>
    tellMembers(dependencies, { ...aboutOf(record), standing: standingOf(asked, record) });
  await pMap(accounts, tell, { concurrency: 1 });
}
