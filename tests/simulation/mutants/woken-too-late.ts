import type { Mutant } from '../mutant.ts';
import { noSpoiler } from '../spoiler.ts';
import { putOtherwise } from './spoilt-store.ts';

const hourMs = 3_600_000;

export const wakeUpTooLate: Mutant = {
  name: 'woken too late',
  what: 'looks at a customer again 30 hours after something about it has changed by itself',
  spoil: {
    ...noSpoiler,
    profiles: (store) =>
      putOtherwise(store, (record) =>
        record.wakeAtMs === null ? record : { ...record, wakeAtMs: record.wakeAtMs + 30 * hourMs },
      ),
  },
};
