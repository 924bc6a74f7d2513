import type { ProfileRecord } from '#contracts/profile-record.ts';
import type { ProfileStore } from '#ports/profile-store.ts';

/** A store that stores other records than it is given, in the light of what was read of the same customer last. */
export function putInLightOf(
  store: ProfileStore,
  change: (record: ProfileRecord, read: ProfileRecord | null) => ProfileRecord,
): ProfileStore {
  const read = new Map<string, ProfileRecord | null>();
  const note = (tenant: string, customerId: string, record: ProfileRecord | null) => {
    read.set(`${tenant}|${customerId}`, record);
    return record;
  };
  return {
    ...store,
    load: async (tenant, customerId, consistency) =>
      note(tenant, customerId, await store.load(tenant, customerId, consistency)),
    async loadMany(owners) {
      const results = await store.loadMany(owners);
      for (const [index, one] of results.entries()) {
        const owner = owners[index];
        if (one.kind === 'read' && owner !== undefined) note(owner.tenant, owner.customerId, one.record);
      }
      return results;
    },
    put: (record) => store.put(change(record, read.get(`${record.tenant}|${record.customerId}`) ?? null)),
  };
}
