import pMap from 'p-map';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import type { RefusedJoin } from '#contracts/refused-join.ts';
import { admitVisitors } from '#domain/profile/admit-visitors.ts';
import { usersClaimedBy, type VisitorClaim, visitorsClaimedBy } from '#domain/profile/join-profiles.ts';
import type { ReadConsistency } from '#ports/profile-store.ts';
import type { CustomerGroup } from './customer-groups.ts';
import type { ProfileDependencies } from './profile-dependencies.ts';

/** How many customers are asked about at once. */
const concurrency = 8;

/** A visitor that may be joined, with what was read of it: null where it has not been seen yet. */
export type ClaimedVisitor = VisitorClaim & { readonly record: ProfileRecord | null };

/** Whom a group's events join into its customer, and whom they cannot. */
export type ClaimedVisitors = {
  readonly admitted: readonly ClaimedVisitor[];
  readonly refused: readonly RefusedJoin[];
};

const isFrozen = ({ record }: ClaimedVisitor): boolean => record !== null && record.joined !== null;

/** How many visitors the customer has: those noted, and those frozen whose note is still to be written. */
async function countJoined(
  { profiles }: ProfileDependencies,
  { tenant, customerId }: CustomerGroup,
  frozen: readonly ClaimedVisitor[],
): Promise<number> {
  const noted = (await profiles.loadJoins(tenant, customerId)).map((join) => join.visitor);
  const own = frozen.filter(({ record }) => record?.joined?.into === customerId).map(({ visitor }) => visitor);
  return new Set([...noted, ...own]).size;
}

/** The users that are known and that an alias calls the same person as the group's customer. */
async function refusedUsers(dependencies: ProfileDependencies, group: CustomerGroup): Promise<RefusedJoin[]> {
  const claims = usersClaimedBy(group.events);
  const records = await pMap(claims, ({ visitor }) => dependencies.profiles.load(group.tenant, visitor, 'eventual'), {
    concurrency,
  });
  const refused = claims.filter((_, index) => records[index] !== null);
  if (refused.length > 0) {
    const { tenant, customerId } = group;
    const details = { tenant, customerId, users: refused.map(({ visitor }) => visitor) };
    dependencies.observer.note('An alias names two known users: they are not joined', details);
    dependencies.observer.count('AliasesRefused', refused.length);
  }
  return refused.map(({ visitor, sinceMs }) => ({ customerId: visitor, sinceMs, reason: 'user', holder: null }));
}

/** Says that a customer may have no more visitors. */
function refusedByLimit(
  { observer }: ProfileDependencies,
  { tenant, customerId }: CustomerGroup,
  refused: readonly VisitorClaim[],
): RefusedJoin[] {
  if (refused.length > 0) {
    const visitors = refused.slice(0, 5).map(({ visitor }) => visitor);
    observer.note('A user has as many visitors as one may have: no more are joined', { tenant, customerId, visitors });
    observer.count('JoinsRefused', refused.length);
  }
  return refused.map(({ visitor, sinceMs }) => ({ customerId: visitor, sinceMs, reason: 'limit', holder: null }));
}

/**
 * Sorts out whom the group's events join into its customer. Whoever is frozen already is: that cannot be taken back. Of the others
 * only so many are that the customer has no more than `maximumVisitors`; only they cost a query. Workers that join others into
 * the same customer at this moment do not see each other, so it may become a few more.
 */
export async function claimedVisitors(
  dependencies: ProfileDependencies,
  group: CustomerGroup,
): Promise<ClaimedVisitors> {
  const claims = visitorsClaimedBy(group.events);
  if (claims.length === 0) return { admitted: [], refused: [] };
  const read = (some: readonly VisitorClaim[], consistency: ReadConsistency): Promise<ClaimedVisitor[]> =>
    pMap(
      some,
      async ({ visitor, sinceMs }) => {
        const record = await dependencies.profiles.load(group.tenant, visitor, consistency);
        return { visitor, sinceMs, record };
      },
      { concurrency },
    );
  const found = await read(claims, 'eventual');
  const users = await refusedUsers(dependencies, group);
  const frozen = found.filter(isFrozen);
  const open = found.filter((one) => !isFrozen(one));
  if (open.length === 0) return { admitted: frozen, refused: users };
  const choice = admitVisitors(open, await countJoined(dependencies, group, frozen));
  // An old read may show a visitor open that was frozen before: what was begun has to be finished.
  const again = await read(choice.refused, 'consistent');
  const refused = again.filter((one) => !isFrozen(one));
  return {
    admitted: [...frozen, ...choice.admitted, ...again.filter(isFrozen)],
    refused: [...users, ...refusedByLimit(dependencies, group, refused)],
  };
}
