import pMap from 'p-map';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import type { Traits } from '#contracts/trait.ts';
import { absorbedProfile, freezeProfile } from '#domain/profile/join-profiles.ts';
import { makeRoom } from '#domain/profile/make-room.ts';
import { joinTraits } from '#domain/profile/merge-traits.ts';
import { advanceTraits } from './advance-traits.ts';
import type { CustomerGroup } from './group-by-customer.ts';
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
async function freeze(dependencies: ProfileDependencies, group: CustomerGroup, anonymous: string) {
  const { profiles } = dependencies;
  return untilWritten(dependencies, `customer ${anonymous}`, async (consistency) => {
    const stored = await profiles.load(group.tenant, anonymous, consistency);
    // Once it is frozen its state does not change until it is emptied: an old read gives what is still to be taken in, or was.
    if (stored !== null && stored.joined !== null) return stored;
    const { record, page } = frozenBy(dependencies, group, anonymous, stored);
    if (page !== null) await profiles.putPage(page);
    return (await profiles.put(record)) === 'written' ? record : 'conflict';
  });
}

/** Whether the group's customer still has to take the frozen profile in: not if that was done, or if another was first. */
function isToTakeIn({ observer }: ProfileDependencies, group: CustomerGroup, frozen: ProfileRecord): boolean {
  const { customerId: into } = group;
  if (frozen.joined?.into === into) return !frozen.joined.absorbed;
  const details = { anonymous: frozen.customerId, into, first: frozen.joined?.into };
  observer.note('An anonymous visitor belongs to another customer already', details);
  return false;
}

/**
 * Freezes the profiles of visitors who turned out to be the group's customer, and gives the customer their traits. Returns
 * those whose state has yet to be taken in; of each, a note lies in the customer's partition then. It has to be there before
 * the state is: taking it in may begin a stay, and the playbook asks what the visitor was sent.
 */
export async function freezeVisitors(
  dependencies: ProfileDependencies,
  group: CustomerGroup,
  visitors: readonly string[],
): Promise<ProfileRecord[]> {
  const frozen = await pMap(visitors, (anonymous) => freeze(dependencies, group, anonymous), { concurrency });
  const taken = frozen.filter((one) => isToTakeIn(dependencies, group, one));
  await pMap(
    taken,
    ({ customerId: visitor }) => dependencies.profiles.putJoin(group.tenant, group.customerId, visitor),
    {
      concurrency,
    },
  );
  const loadTraits = async ({ tenant, customerId }: ProfileRecord): Promise<Traits> =>
    (await dependencies.profiles.loadTraits(tenant, customerId)).traits;
  const told = (await pMap(taken, loadTraits, { concurrency })).filter((traits) => Object.keys(traits).length > 0);
  if (told.length > 0) await advanceTraits(dependencies, group, (own) => told.reduce(joinTraits, own));
  return taken;
}

async function mark(dependencies: ProfileDependencies, group: CustomerGroup, anonymous: string): Promise<void> {
  const { tenant } = group;
  await advanceTraits(dependencies, { tenant, customerId: anonymous }, () => ({}));
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
