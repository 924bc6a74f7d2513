import type { Mutant } from '../mutant.ts';
import { noSpoiler } from '../spoiler.ts';

export const announceInAnyOrder: Mutant = {
  name: 'announce in any order',
  what: 'works on the latest write of a stream batch first',
  spoil: {
    ...noSpoiler,
    announce: (handle) => async (writes) => {
      let goOnFrom: string | null = null;
      for (const write of writes.toReversed()) goOnFrom = (await handle([write])) ?? goOnFrom;
      return goOnFrom;
    },
  },
};
