import type { ProfileRecord } from '#contracts/profile-record.ts';
import { maximumLoads, type ProfileStore } from '#ports/profile-store.ts';

/** The stored profiles of some customers, those that are there. Throws if one cannot be read. */
export async function loadRecords(
  profiles: Pick<ProfileStore, 'loadMany'>,
  tenant: string,
  customerIds: readonly string[],
): Promise<Map<string, ProfileRecord>> {
  const records = new Map<string, ProfileRecord>();
  for (let from = 0; from < customerIds.length; from += maximumLoads) {
    const owners = customerIds.slice(from, from + maximumLoads).map((customerId) => ({ tenant, customerId }));
    for (const result of await profiles.loadMany(owners)) {
      if (result.kind === 'failed') throw result.error;
      if (result.record !== null) records.set(result.record.customerId, result.record);
    }
  }
  return records;
}
