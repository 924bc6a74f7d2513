import type { ProfileRecord } from '#contracts/profile-record.ts';
import type { ProfileStore } from '#ports/profile-store.ts';

/** A store whose readers see other records than are stored. */
export function seenOtherwise(store: ProfileStore, see: (record: ProfileRecord) => ProfileRecord): ProfileStore {
  const seen = (record: ProfileRecord | null) => (record === null ? null : see(record));
  return {
    ...store,
    load: async (tenant, customerId, consistency) => seen(await store.load(tenant, customerId, consistency)),
    async loadMany(owners) {
      const results = await store.loadMany(owners);
      return results.map((one) => (one.kind === 'read' ? { ...one, record: seen(one.record) } : one));
    },
  };
}

/** A store that stores other records than it is given. */
export function putOtherwise(store: ProfileStore, change: (record: ProfileRecord) => ProfileRecord): ProfileStore {
  return { ...store, put: (record) => store.put(change(record)) };
}

/** A record that remembers no event. */
export function withoutIds(record: ProfileRecord): ProfileRecord {
  return { ...record, recentEventIds: new Uint8Array(), pagedIds: { kind: 'none' } };
}
