import { joinIdHash, packEventIds, unpackEventIds } from '#domain/profile/event-ids.ts';
import type { ProfileStore } from '#ports/profile-store.ts';
import type { Mutant } from '../mutant.ts';
import { noSpoiler } from '../spoiler.ts';

function forgettingJoins(store: ProfileStore): ProfileStore {
  const joins = new Set<string>();
  return {
    ...store,
    put(record) {
      if (record.joined !== null) joins.add(joinIdHash(record.customerId));
      const kept = unpackEventIds(record.recentEventIds).filter((id) => !joins.has(id));
      return store.put({ ...record, recentEventIds: packEventIds(kept) });
    },
    async load(tenant, customerId, consistency) {
      const record = await store.load(tenant, customerId, consistency);
      if (record !== null && record.joined !== null) joins.add(joinIdHash(customerId));
      return record;
    },
  };
}

export const joinWithoutId: Mutant = {
  name: 'a join taken in twice',
  what: 'does not remember under an id of its own that an anonymous profile was taken in',
  spoil: { ...noSpoiler, profiles: forgettingJoins },
};
