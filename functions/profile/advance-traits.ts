import type { Traits } from '#contracts/trait.ts';
import type { ProfileDependencies } from './profile-dependencies.ts';
import { untilWritten } from './until-written.ts';

/** Changes the traits of a customer; where nothing would change, nothing is written. */
export async function advanceTraits(
  dependencies: ProfileDependencies,
  owner: { readonly tenant: string; readonly customerId: string },
  change: (traits: Traits) => Traits,
): Promise<void> {
  const { tenant, customerId } = owner;
  await untilWritten(dependencies, `the traits of customer ${customerId}`, async () => {
    const stored = await dependencies.profiles.loadTraits(tenant, customerId);
    const traits = change(stored.traits);
    if (JSON.stringify(traits) === JSON.stringify(stored.traits)) return 'written';
    return dependencies.profiles.putTraits(tenant, customerId, { version: stored.version + 1, traits });
  });
}
