import pMap from 'p-map';
import { type CustomerTraits, noCustomerTraits } from '#contracts/customer-traits.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import type { RefusedJoin } from '#contracts/refused-join.ts';
import { absorbedProfile, freezeProfile, type VisitorClaim } from '#domain/profile/join-profiles.ts';
import { makeRoom } from '#domain/profile/make-room.ts';
import { joinCustomerTraits } from '#domain/profile/take-in-traits.ts';
import { advanceTraits } from './advance-traits.ts';
import { type ClaimedVisitor, claimedVisitors } from './claimed-visitors.ts';
import type { CustomerGroup } from './customer-groups.ts';
import type { ProfileDependencies } from './profile-dependencies.ts';
import { untilWritten } from './until-written.ts';

/** How many visitors are frozen, and marked, at once. */
const concurrency = 8;

function frozenBy(
  dependencies: ProfileDependencies,
  group: CustomerGroup,
  customerId: string,
  record: ProfileRecord | null,
) {
  const { tenant, customerId: into, clock, correlationId } = group;
  const runningMs = dependencies.clock();
  const nowMs = clock.mode === 'replay' && clock.asOfMs !== null ? clock.asOfMs : runningMs;
  const frozen = freezeProfile({ tenant, customerId, record, into, mode: clock.mode, nowMs, correlationId });
  return makeRoom(record, frozen, null, { nowMs: runningMs, isFromHistory: false });
}

/** Freezes one visitor's profile, unless it is frozen already; returns it as it is stored then. */
async function freeze(
  dependencies: ProfileDependencies,
  group: CustomerGroup,
  { visitor, record: read }: ClaimedVisitor,
) {
  const { profiles } = dependencies;
  return untilWritten(dependencies, `customer ${visitor}`, async (consistency) => {
    const stored = consistency === 'eventual' ? read : await profiles.load(group.tenant, visitor, consistency);
    // Once it is frozen its state does not change until it is emptied: an old read gives what is still to be taken in, or was.
    if (stored !== null && stored.joined !== null) return stored;
    const { record, page } = frozenBy(dependencies, group, visitor, stored);
    if (page !== null) await profiles.putPage(page);
    return (await profiles.put(record)) === 'written' ? record : 'conflict';
  });
}

/** A visitor that another customer was first to claim, as what it is to the group's customer: refused. */
function refusedAsTaken(
  { observer }: ProfileDependencies,
  { customerId: into }: CustomerGroup,
  { sinceMs }: VisitorClaim,
  frozen: ProfileRecord,
): RefusedJoin[] {
  const holder = frozen.joined?.into ?? null;
  if (holder === into) return [];
  observer.note('An anonymous visitor belongs to another customer already', {
    anonymous: frozen.customerId,
    into,
    first: holder,
  });
  return [{ customerId: frozen.customerId, sinceMs, reason: 'taken', holder }];
}

/** Gives the customer what was told of its visitors. */
async function takeTraits(
  dependencies: ProfileDependencies,
  group: CustomerGroup,
  taken: readonly ProfileRecord[],
): Promise<void> {
  const load = async ({ tenant, customerId }: ProfileRecord): Promise<CustomerTraits> => {
    const { version: _, ...told } = await dependencies.profiles.loadTraits(tenant, customerId);
    return told;
  };
  const all = await pMap(taken, load, { concurrency });
  const told = all.filter(({ traits, accounts }) => Object.keys(traits).length + accounts.links.length > 0);
  if (told.length === 0) return;
  const accountIds = told.flatMap(({ accounts }) => accounts.links.map((link) => link.accountId));
  await advanceTraits(dependencies, group, { accountIds, apply: (own) => told.reduce(joinCustomerTraits, own) });
}

/** What joining came to: profiles whose state has yet to be taken in, and joins that were refused. */
export type FrozenVisitors = { readonly taken: readonly ProfileRecord[]; readonly refused: readonly RefusedJoin[] };

/**
 * Freezes the profiles of visitors who turned out to be the group's customer, and gives the customer what was told of them.
 * Returns those whose state has yet to be taken in; of each, a note lies in the customer's partition then. It has to be there
 * before the state is: taking it in may begin a stay, and the playbook asks what the visitor was sent.
 */
export async function freezeVisitors(dependencies: ProfileDependencies, group: CustomerGroup): Promise<FrozenVisitors> {
  const { tenant, customerId: into } = group;
  const claimed = await claimedVisitors(dependencies, group);
  const settled = await pMap(
    claimed.admitted,
    async (claim) => {
      const frozen = await freeze(dependencies, group, claim);
      return { frozen, refused: refusedAsTaken(dependencies, group, claim, frozen) };
    },
    { concurrency },
  );
  const own = settled.map(({ frozen }) => frozen).filter(({ joined }) => joined?.into === into);
  const taken = own.filter(({ joined }) => joined?.absorbed === false);
  // It was judged for the last time when it was frozen: each repetition writes the same time.
  const note = (one: ProfileRecord) => dependencies.profiles.putJoin(tenant, into, one.customerId, one.judgedMs);
  await pMap(taken, note, { concurrency });
  await takeTraits(dependencies, group, taken);
  return { taken, refused: [...claimed.refused, ...settled.flatMap(({ refused }) => refused)] };
}

async function mark(dependencies: ProfileDependencies, group: CustomerGroup, anonymous: string): Promise<void> {
  const { tenant } = group;
  const emptied = { accountIds: [], apply: () => noCustomerTraits };
  await advanceTraits(dependencies, { tenant, customerId: anonymous }, emptied);
  await untilWritten(dependencies, `customer ${anonymous}`, async () => {
    const frozen = await dependencies.profiles.load(tenant, anonymous, 'consistent');
    if (frozen === null || frozen.joined === null) {
      throw new Error(`Cannot mark ${anonymous} as taken in: its profile is not joined`);
    }
    if (frozen.joined.absorbed) return 'written';
    return dependencies.profiles.put(absorbedProfile(frozen));
  });
}

/**
 * Says on the frozen profiles that their state has been taken in, and empties them. Their traits go first: what was decided
 * about a visitor and not sent yet finds no address any more, because only the user's own consent counts from now on.
 */
export async function markAbsorbed(
  dependencies: ProfileDependencies,
  group: CustomerGroup,
  taken: readonly ProfileRecord[],
): Promise<void> {
  await pMap(taken, ({ customerId }) => mark(dependencies, group, customerId), { concurrency });
}
