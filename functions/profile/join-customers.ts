import type { ProfileRecord } from '#contracts/profile-record.ts';
import { absorbedProfile, freezeProfile } from '#domain/profile/join-profiles.ts';
import { makeRoom } from '#domain/profile/make-room.ts';
import { joinTraits } from '#domain/profile/merge-traits.ts';
import { advanceTraits } from './advance-traits.ts';
import type { CustomerGroup } from './group-by-customer.ts';
import type { ProfileDependencies } from './profile-dependencies.ts';
import { untilWritten } from './until-written.ts';

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

/**
 * Freezes the profile of an anonymous visitor who turned out to be the group's customer. Returns it while its state has yet to
 * be taken in; null when there is nothing to take in any more, or when another customer was first.
 */
export async function freezeAnonymous(
  dependencies: ProfileDependencies,
  group: CustomerGroup,
  anonymous: string,
): Promise<ProfileRecord | null> {
  const { tenant, customerId: into } = group;
  const frozen = await untilWritten(dependencies, `customer ${anonymous}`, async (consistency) => {
    const stored = await dependencies.profiles.load(tenant, anonymous, consistency);
    // Once it is frozen its state does not change until it is emptied: an old read gives what is still to be taken in, or was.
    if (stored !== null && stored.joined !== null) return stored;
    const { record, page } = frozenBy(dependencies, group, anonymous, stored);
    if (page !== null) await dependencies.profiles.putPage(page);
    return (await dependencies.profiles.put(record)) === 'written' ? record : 'conflict';
  });
  if (frozen.joined?.into !== into) {
    const first = frozen.joined?.into;
    dependencies.observer.note('An anonymous visitor belongs to another customer already', { anonymous, into, first });
    return null;
  }
  if (frozen.joined.absorbed) return null;
  const { traits } = await dependencies.profiles.loadTraits(tenant, anonymous);
  if (Object.keys(traits).length > 0) await advanceTraits(dependencies, group, (own) => joinTraits(own, traits));
  return frozen;
}

/**
 * Says on the frozen profile that its state has been taken in, and empties it. Its traits go first: what was decided about
 * the anonymous visitor and not sent yet finds no address any more, because only the user's own consent counts from now on.
 */
export async function markAbsorbed(
  dependencies: ProfileDependencies,
  tenant: string,
  anonymous: string,
): Promise<void> {
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
