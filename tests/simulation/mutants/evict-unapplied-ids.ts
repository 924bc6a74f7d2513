import type { ProfileRecord } from '#contracts/profile-record.ts';
import { withPagedIds } from '#domain/profile/event-id-filter.ts';
import { eventIdHashBytes, unpackEventIds } from '#domain/profile/event-ids.ts';
import { pageExpiryMs } from '#domain/profile/horizon.ts';
import type { ProfileStore } from '#ports/profile-store.ts';
import type { Mutant } from '../mutant.ts';
import { noSpoiler } from '../spoiler.ts';

/** From so many ids on they all leave for a page. */
const mostIds = 16;

async function putWithEviction(store: ProfileStore, record: ProfileRecord) {
  if (record.joined !== null || record.recentEventIds.length <= mostIds * eventIdHashBytes) return store.put(record);
  const { tenant, customerId, recentEventIds: eventIds } = record;
  const expiresMs = pageExpiryMs(record.judgedMs, false);
  await store.putPage({ tenant, customerId, version: record.version - 1, eventIds, expiresMs });
  const pagedIds = withPagedIds(record.pagedIds, unpackEventIds(eventIds));
  return store.put({ ...record, recentEventIds: new Uint8Array(), pagedIds });
}

export const evictUnappliedIds: Mutant = {
  name: 'evict ids that were not applied yet',
  what: 'moves the ids of this very write to the page as well, which is written first',
  spoil: { ...noSpoiler, profiles: (store) => ({ ...store, put: (record) => putWithEviction(store, record) }) },
};
