import type { Mutant } from '../mutant.ts';
import { noSpoiler } from '../spoiler.ts';

export const joinsForgotten: Mutant = {
  name: 'joins forgotten by playbooks',
  what: 'starts a run for a user without asking which visitors the user was before',
  spoil: { ...noSpoiler, profiles: (store) => ({ ...store, loadJoins: async () => [] }) },
};

export const joinToldTooLate: Mutant = {
  name: 'a join told after the taking-in',
  what: 'lets a user have a visitor’s state before it is written down that the two are one person',
  spoil: {
    ...noSpoiler,
    profiles: (store) => ({
      ...store,
      putJoin: async () => undefined,
      async put(record) {
        const { tenant, customerId, joined } = record;
        if (joined?.absorbed === true) await store.putJoin(tenant, joined.into, customerId, record.judgedMs);
        return store.put(record);
      },
    }),
  },
};
