import type { Traits } from '#contracts/trait.ts';
import type { ProfileStore } from '#ports/profile-store.ts';
import type { Mutant } from '../mutant.ts';
import { noSpoiler } from '../spoiler.ts';

/** Lets whatever comes at the same time win: any id is greater than an empty one. */
function latestComerWins(store: ProfileStore): ProfileStore {
  const read = new Map<string, Traits>();
  return {
    ...store,
    async loadTraits(tenant, customerId) {
      const stored = await store.loadTraits(tenant, customerId);
      read.set(`${tenant}|${customerId}`, stored.traits);
      const traits = Object.entries(stored.traits).map(([name, trait]) => [name, { ...trait, eventId: '' }]);
      return { ...stored, traits: Object.fromEntries(traits) };
    },
    putTraits(tenant, customerId, stored) {
      const known = read.get(`${tenant}|${customerId}`) ?? {};
      const named = Object.entries(stored.traits).map(([name, trait]) => {
        return [name, trait.eventId === '' ? (known[name] ?? trait) : trait];
      });
      return store.putTraits(tenant, customerId, { ...stored, traits: Object.fromEntries(named) });
    },
  };
}

export const tiesInTime: Mutant = {
  name: 'ties in time',
  what: 'of two things told at the same time, keeps the one that came last, whatever its id',
  spoil: { ...noSpoiler, profiles: latestComerWins },
};
