import { emptyGroup, type GroupTally } from './group-tally.ts';

/**
 * The customers of a tenant that its snapshot is made of: those who are live; those who are all history only where
 * there are no others, for what they did is measured at another time. Undefined where there are no customers.
 */
export function measuredGroup(groups: readonly GroupTally[]): GroupTally | undefined {
  const customers = groups.filter((group) => group.subject === 'customer' && group.profiles > 0);
  return customers.find((group) => group.clock === 'live') ?? customers[0];
}

/**
 * What a second count begins with, where some of a tenant's history was read at an earlier time than the rest: groups
 * that know the time beforehand. Null where one count was enough, or where it is the second already.
 */
export function recount(groups: readonly GroupTally[]): GroupTally[] | null {
  const measured = [...Map.groupBy(groups, (group) => group.tenant).values()].flatMap(
    (own) => measuredGroup(own) ?? [],
  );
  if (!measured.some((group) => group.clock === 'replay' && group.isUneven && group.attempt === 1)) return null;
  return groups.map(({ tenant, subject, clock, readMs, attempt, features, segments }) =>
    emptyGroup({ tenant, subject, clock, readMs, attempt: attempt + 1 }, features.length, segments.length),
  );
}
