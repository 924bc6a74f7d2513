import type { ProfileRecord } from '#contracts/profile-record.ts';
import type { ProfileOwner, ProfileStore } from '#ports/profile-store.ts';
import { ThrottledError } from '#ports/throttled-error.ts';

/**
 * How many customers are read together. A larger bunch would save few requests more, and its last customers would be
 * written long after they were read.
 */
const bunchSize = 25;

type Bunch = () => Promise<ReadonlyMap<string, ProfileRecord | null>>;

const keyOf = ({ tenant, customerId }: ProfileOwner) => JSON.stringify([tenant, customerId]);

/** Reads a bunch when the first of its customers is asked for, and once. */
function bunchOf(store: ProfileStore, owners: readonly ProfileOwner[]): Bunch {
  let reading: ReturnType<Bunch> | undefined;
  const read = async () => {
    const records = await store.loadMany(owners);
    return new Map(owners.map((owner, index) => [keyOf(owner), records[index] ?? null]));
  };
  return () => {
    reading ??= read();
    return reading;
  };
}

/**
 * A store that reads the profiles of a batch in bunches, for whoever loads them one by one in about the order of
 * `owners`. What was read ahead serves one eventual load: who loads again, after a conflict, sees what is stored by then. When a
 * bunch cannot be read, `onFailure` is told, and each customer is read, and fails, alone; but where the store is throttled, the
 * whole bunch fails, so that a store in trouble is not asked once for each customer.
 */
export function readAhead(
  store: ProfileStore,
  owners: readonly ProfileOwner[],
  onFailure: (error: unknown) => void,
): ProfileStore {
  const bunches = new Map<string, Bunch>();
  const distinct = [...new Map(owners.map((owner) => [keyOf(owner), owner])).values()];
  for (let from = 0; from < distinct.length; from += bunchSize) {
    const members = distinct.slice(from, from + bunchSize);
    const bunch = bunchOf(store, members);
    for (const member of members) bunches.set(keyOf(member), bunch);
  }
  return {
    ...store,
    async load(tenant, customerId, consistency) {
      const key = keyOf({ tenant, customerId });
      const bunch = bunches.get(key);
      bunches.delete(key);
      if (bunch === undefined || consistency === 'consistent') return store.load(tenant, customerId, consistency);
      try {
        return (await bunch()).get(key) ?? null;
      } catch (error) {
        if (error instanceof ThrottledError) throw error;
        onFailure(error);
        return store.load(tenant, customerId, consistency);
      }
    },
  };
}
