import type { Mutant } from '../mutant.ts';
import { noSpoiler } from '../spoiler.ts';
import { putOtherwise, withoutIds } from './spoilt-store.ts';

export const idsForgottenOnJoin: Mutant = {
  name: 'the ids of a joined profile forgotten',
  what: 'throws the ids of an anonymous profile away when its state has been taken in',
  spoil: {
    ...noSpoiler,
    profiles: (store) =>
      putOtherwise(store, (record) => (record.joined?.absorbed === true ? withoutIds(record) : record)),
  },
};
