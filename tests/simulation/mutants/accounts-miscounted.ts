import { accountPrefix } from '#contracts/identifier.ts';
import type { Mutant } from '../mutant.ts';
import { noSpoiler } from '../spoiler.ts';

export const accountLeftBehind: Mutant = {
  name: 'an account left behind',
  what: 'acknowledges an event once its customer is written, whatever became of the write of its account',
  spoil: {
    ...noSpoiler,
    profiles: (store) => ({
      ...store,
      put: (record) =>
        record.customerId.startsWith(accountPrefix)
          ? store.put(record).catch(() => 'written' as const)
          : store.put(record),
    }),
  },
};

export const linkNotSettled: Mutant = {
  name: 'a link that is not settled',
  what: 'forgets, once a user is linked to an account, that the two have still to learn how the other stands',
  spoil: {
    ...noSpoiler,
    profiles: (store) => ({
      ...store,
      putTraits: (tenant, customerId, stored) => store.putTraits(tenant, customerId, { ...stored, unsettled: [] }),
    }),
  },
};
