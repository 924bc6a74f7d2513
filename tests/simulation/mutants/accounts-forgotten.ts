import { noCustomerTraits } from '#contracts/customer-traits.ts';
import { anonymousPrefix } from '#contracts/identifier.ts';
import type { ProfileStore } from '#ports/profile-store.ts';
import type { Mutant } from '../mutant.ts';
import { noSpoiler } from '../spoiler.ts';

export const accountsNotMoved: Mutant = {
  name: 'the accounts of a visitor forgotten',
  what: 'leaves a visitor’s accounts behind when the visitor turns out to be a user',
  spoil: {
    ...noSpoiler,
    profiles: (store) => ({
      ...store,
      async loadTraits(tenant, customerId) {
        const stored = await store.loadTraits(tenant, customerId);
        return customerId.startsWith(anonymousPrefix) ? { ...stored, accounts: noCustomerTraits.accounts } : stored;
      },
    }),
  },
};

/** Tells an account of its member only after the member's own traits say so. */
function tellingLate(store: ProfileStore): ProfileStore {
  const untold = new Map<string, (() => Promise<void>)[]>();
  return {
    ...store,
    async putMember(...note) {
      const [tenant, , userId] = note;
      const key = `${tenant}|${userId}`;
      untold.set(key, [...(untold.get(key) ?? []), () => store.putMember(...note)]);
    },
    async putTraits(tenant, customerId, stored) {
      const result = await store.putTraits(tenant, customerId, stored);
      const key = `${tenant}|${customerId}`;
      const notes = untold.get(key) ?? [];
      untold.delete(key);
      for (const tell of notes) await tell();
      return result;
    },
  };
}

export const memberToldTooLate: Mutant = {
  name: 'a member told after the link',
  what: 'writes down that a user belongs to an account before the account knows of it',
  spoil: { ...noSpoiler, profiles: tellingLate },
};
