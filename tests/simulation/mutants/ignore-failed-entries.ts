import type { Mutant } from '../mutant.ts';
import { noSpoiler } from '../spoiler.ts';

export const ignoreFailedEntries: Mutant = {
  name: 'ignore FailedEntryCount',
  what: 'takes a request that was answered for one whose entries were all taken',
  spoil: {
    ...noSpoiler,
    publisher: (publisher) => ({
      async publish(transitions) {
        await publisher.publish(transitions);
        return new Set();
      },
    }),
  },
};
