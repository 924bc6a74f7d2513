import type { Mutant } from '../mutant.ts';
import { noSpoiler } from '../spoiler.ts';

export const streamFailureAcknowledged: Mutant = {
  name: 'a stream failure acknowledged',
  what: 'goes on in the stream although the bus did not take everything',
  spoil: {
    ...noSpoiler,
    announce: (handle) => async (writes) => {
      await handle(writes);
      return null;
    },
  },
};
