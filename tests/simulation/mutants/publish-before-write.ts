import { transitionsOf } from '#domain/profile/transitions-of.ts';
import { maximumTransitionsPerRequest } from '#ports/transition-publisher.ts';
import type { Mutant } from '../mutant.ts';
import { noSpoiler } from '../spoiler.ts';
import { simRetention } from '../workload/sim-retention.ts';

export const publishBeforeWrite: Mutant = {
  name: 'publish before the write',
  what: 'puts transitions on the bus before the write that makes them true',
  spoil: {
    ...noSpoiler,
    profiles: (store, { publisher }) => ({
      ...store,
      async put(record) {
        const transitions = transitionsOf(simRetention, record, null).slice(0, maximumTransitionsPerRequest);
        if (transitions.length > 0) await publisher.publish(transitions);
        return store.put(record);
      },
    }),
  },
};
