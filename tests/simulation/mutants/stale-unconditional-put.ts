import type { ProfileRecord } from '#contracts/profile-record.ts';
import type { ProfileStore, WriteResult } from '#ports/profile-store.ts';
import type { Mutant } from '../mutant.ts';
import { noSpoiler } from '../spoiler.ts';

/** Bound on the versions that are tried. */
const mostVersions = 100_000;

/** Puts a record over whatever is there: under the first version that is taken. */
export async function putAnyway(store: ProfileStore, record: ProfileRecord): Promise<WriteResult> {
  for (let version = record.version; version < record.version + mostVersions; version += 1) {
    if ((await store.put({ ...record, version })) === 'written') return 'written';
  }
  return 'conflict';
}

export const staleUnconditionalPut: Mutant = {
  name: 'a stale read without the condition',
  what: 'writes what was made of an earlier version over a later one',
  spoil: {
    ...noSpoiler,
    storedProfiles: (store) => ({ ...store, put: (record) => putAnyway(store, record) }),
  },
};
