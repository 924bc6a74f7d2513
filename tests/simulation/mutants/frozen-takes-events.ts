import type { Mutant } from '../mutant.ts';
import { noSpoiler } from '../spoiler.ts';
import { seenOtherwise } from './spoilt-store.ts';

export const frozenTakesEvents: Mutant = {
  name: 'a frozen profile still takes events',
  what: 'counts events of an anonymous visitor for the visitor, after the visitor has become a user',
  spoil: {
    ...noSpoiler,
    profiles: (store) => {
      // Whoever joins reads consistently; whoever brings events reads eventually at first.
      const blind = seenOtherwise(store, (record) => ({ ...record, joined: null }));
      return {
        ...store,
        loadMany: blind.loadMany,
        load: (tenant, customerId, consistency) =>
          (consistency === 'eventual' ? blind : store).load(tenant, customerId, consistency),
      };
    },
  },
};
