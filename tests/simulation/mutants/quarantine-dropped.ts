import type { Mutant } from '../mutant.ts';
import { noSpoiler } from '../spoiler.ts';

export const quarantineDropped: Mutant = {
  name: 'a bad event vanishes',
  what: 'leaves events that cannot be counted out, without keeping them with their reason',
  spoil: { ...noSpoiler, ledger: (ledger) => ({ ...ledger, quarantine: async () => undefined }) },
};
