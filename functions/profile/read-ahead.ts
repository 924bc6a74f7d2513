import type { LoadResult, ProfileOwner, ProfileStore } from '#ports/profile-store.ts';
import { ThrottledError } from '#ports/throttled-error.ts';

/**
 * How many customers are read together. A larger bunch would save few requests more, and its last customers would be
 * written long after they were read.
 */
const bunchSize = 25;

type Bunch = () => Promise<ReadonlyMap<string, LoadResult | undefined>>;

const keyOf = ({ tenant, customerId }: ProfileOwner) => JSON.stringify([tenant, customerId]);

/** Reads a bunch when the first of its customers is asked for, and once. */
function bunchOf(store: ProfileStore, owners: readonly ProfileOwner[]): Bunch {
  let reading: ReturnType<Bunch> | undefined;
  const read = async () => {
    const results = await store.loadMany(owners);
    return new Map(owners.map((owner, index) => [keyOf(owner), results[index]]));
  };
  return () => {
    reading ??= read();
    return reading;
  };
}

/**
 * A store that reads the profiles of a batch in bunches, for whoever loads them one by one in about the order of
 * `owners`. What was read ahead serves one eventual load: who loads again, after a conflict, sees what is stored by then. A
 * customer of the bunch that is throttled, or cannot be read, fails alone and is not asked for again. When a bunch cannot be
 * asked for at all, `onFailure` is told, and each customer is read, and fails, alone; but where the store throttles it, the whole
 * bunch fails, so that a store in trouble is not asked once for each customer.
 */
export function readAhead(
  store: ProfileStore,
  owners: readonly ProfileOwner[],
  onFailure: (error: unknown) => void,
): ProfileStore {
  const bunches = new Map<string, Bunch>();
  const distinct = [
    ...new Map(
      owners.map(({ tenant, customerId }) => [keyOf({ tenant, customerId }), { tenant, customerId }]),
    ).values(),
  ];
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
      const alone = () => store.load(tenant, customerId, consistency);
      let result: LoadResult | undefined;
      try {
        result = (await bunch()).get(key);
      } catch (error) {
        if (error instanceof ThrottledError) throw error;
        onFailure(error);
        return alone();
      }
      if (result === undefined) return alone();
      if (result.kind === 'failed') throw result.error;
      return result.record;
    },
  };
}
