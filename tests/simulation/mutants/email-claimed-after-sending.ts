import type { Mutant } from '../mutant.ts';
import { noSpoiler } from '../spoiler.ts';

export const emailClaimedAfterSending: Mutant = {
  name: 'an e-mail claimed after sending',
  what: 'sends first, and writes down afterwards that somebody has sent',
  spoil: { ...noSpoiler, ledger: (ledger) => ({ ...ledger, claimDelivery: async () => null }) },
};
