import type { ProfileRecord } from '#contracts/profile-record.ts';
import { noRelations, type Relations } from '#contracts/relations.ts';
import { withStanding } from '#domain/profile/account-standings.ts';
import type { AdvanceInput } from '#domain/profile/advance-profile.ts';
import { accountCustomerOf } from '#domain/profile/customer-of.ts';
import { MemberTally } from '#domain/profile/member-register.ts';
import { mostMembersRead, readMembers } from '../read-members.ts';
import type { CustomerGroup, RelationNews } from './customer-groups.ts';
import { advanceOnce } from './decide-and-write.ts';
import type { ProfileDependencies } from './profile-dependencies.ts';
import { untilWritten } from './until-written.ts';

type Told = NonNullable<AdvanceInput['told']>;

function relationsOf(record: ProfileRecord | null): Relations {
  return record?.relations ?? noRelations;
}

/** Counts the members of an account, after its record was read: whoever counted before and writes later is refused. */
async function countMembers(
  { profiles, observer, asked }: ProfileDependencies,
  { tenant, customerId }: CustomerGroup,
  record: ProfileRecord | null,
  { member, memberVersion }: Extract<RelationNews, { kind: 'member' }>,
): Promise<Told> {
  const { members, more } = await readMembers(profiles, tenant, customerId);
  if (more) {
    observer.note('An account has more members than are counted', { tenant, customerId, counted: mostMembersRead });
    observer.count('MembersPassedOver', 1);
  }
  const tally = new MemberTally(asked);
  for (const { register } of members) tally.add(register);
  return {
    relations: { ...relationsOf(record), members: tally.counts() },
    cause: { kind: 'relation', customerId: member, profileVersion: memberVersion },
  };
}

/** What a customer knows of its accounts now; null where it is told nothing new. */
function takeStandings(record: ProfileRecord, news: readonly RelationNews[]): Told | null {
  let told: Told | null = null;
  for (const one of news) {
    if (one.kind !== 'account') continue;
    const relations = withStanding(told?.relations ?? record.relations, one.standing);
    const customerId = accountCustomerOf(one.standing.accountId);
    if (relations === null || customerId === null) continue;
    told = { relations, cause: { kind: 'relation', customerId, profileVersion: one.standing.version } };
  }
  return told;
}

/**
 * Lets a profile know what others told, and judges it. A count is written even where it is the same as before: it may be that
 * another, begun earlier, is still to be written, and it has to be refused. A customer that is not there yet is told nothing:
 * once it is linked to the account, it asks.
 */
export async function advanceRelations(dependencies: ProfileDependencies, group: CustomerGroup): Promise<void> {
  const { profiles, clock } = dependencies;
  const { tenant, customerId, news } = group;
  const recount = news.findLast((one) => one.kind === 'member');
  await untilWritten(dependencies, `what ${customerId} knows of others`, async () => {
    const record = await profiles.load(tenant, customerId, 'consistent');
    if (recount === undefined && (record === null || record.joined !== null)) return 'nothing to write';
    const told =
      recount === undefined
        ? record && takeStandings(record, news)
        : await countMembers(dependencies, group, record, recount);
    if (told === null) return 'nothing to write';
    return advanceOnce(dependencies, { ...group, absorbed: [], told, record, pages: null, nowMs: clock() });
  });
}
