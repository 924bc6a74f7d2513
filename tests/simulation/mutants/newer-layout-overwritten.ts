import type { ProfileStore } from '#ports/profile-store.ts';
import type { Mutant } from '../mutant.ts';
import { noSpoiler } from '../spoiler.ts';
import { putAnyway } from './stale-unconditional-put.ts';

const isUnknown = (error: Error) => error.message.includes('is not known');

/** Nothing, instead of the error that says that newer code wrote this. */
async function nullIfUnknown<T>(read: Promise<T>): Promise<T | null> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof Error && isUnknown(error)) return null;
    throw error;
  }
}

function overlooking(store: ProfileStore): ProfileStore {
  return {
    ...store,
    load: (tenant, customerId, consistency) => nullIfUnknown(store.load(tenant, customerId, consistency)),
    async loadMany(owners) {
      const results = await store.loadMany(owners);
      return results.map((one) =>
        one.kind === 'failed' && isUnknown(one.error) ? { kind: 'read', record: null } : one,
      );
    },
    // Only a first version is forced in: that of a customer who is taken for a new one.
    put: (record) => (record.version === 1 ? putAnyway(store, record) : store.put(record)),
  };
}

export const newerLayoutOverwritten: Mutant = {
  name: 'a newer layout overwritten by old code',
  what: 'takes an item that newer code wrote for a customer who is new',
  spoil: { ...noSpoiler, storedProfiles: overlooking },
};
