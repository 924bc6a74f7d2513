import type { Mutant } from '../mutant.ts';
import { noSpoiler } from '../spoiler.ts';
import { putOtherwise } from './spoilt-store.ts';

export const filterForgottenOnSpill: Mutant = {
  name: 'the filter forgotten on spill',
  what: 'does not keep in the item that there are ids in pages',
  spoil: {
    ...noSpoiler,
    profiles: (store) => putOtherwise(store, (record) => ({ ...record, pagedIds: { kind: 'none' } })),
  },
};

export const filterForgottenOnJoin: Mutant = {
  name: 'the filter forgotten on merge',
  what: 'does not keep on a joined profile that some of its ids are in pages',
  spoil: {
    ...noSpoiler,
    profiles: (store) =>
      putOtherwise(store, (record) => (record.joined === null ? record : { ...record, pagedIds: { kind: 'none' } })),
  },
};
