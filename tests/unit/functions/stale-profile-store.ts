import type { ProfileRecord } from '#contracts/profile-record.ts';
import type { ProfileOwner, ProfileStore } from '#ports/profile-store.ts';

/**
 * A store whose eventual reads give what was there some versions ago, as a list says, one entry per profile read; once the
 * list is at its end they give what is there now. Consistent reads always do.
 */
export function withStaleReads(store: ProfileStore, versionsBehind: readonly number[]): ProfileStore {
  const written = new Map<string, ProfileRecord[]>();
  let reads = 0;
  const keyOf = ({ tenant, customerId }: ProfileOwner) => JSON.stringify([tenant, customerId]);
  const stale = (owner: ProfileOwner): ProfileRecord | null => {
    const behind = versionsBehind[reads] ?? 0;
    reads += 1;
    return written.get(keyOf(owner))?.at(-1 - behind) ?? null;
  };
  return {
    ...store,
    load: async (tenant, customerId, consistency) =>
      consistency === 'consistent' ? store.load(tenant, customerId, consistency) : stale({ tenant, customerId }),
    loadMany: async (owners) => owners.map((owner) => ({ kind: 'read', record: stale(owner) })),
    async put(record) {
      const result = await store.put(record);
      if (result === 'written') written.set(keyOf(record), [...(written.get(keyOf(record)) ?? []), record]);
      return result;
    },
  };
}
