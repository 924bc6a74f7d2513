import type { Mutant } from '../mutant.ts';
import { noSpoiler } from '../spoiler.ts';

export const restIgnored: Mutant = {
  name: 'the rest of a playbook ignored',
  what: 'starts a run without asking when the customer had the last one',
  spoil: {
    ...noSpoiler,
    runs: (runs) => ({ ...runs, latestRun: async () => null, claimStart: async () => true }),
  },
};
