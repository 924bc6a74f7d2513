import type { Mutant } from '../mutant.ts';
import { noSpoiler } from '../spoiler.ts';
import { seenOtherwise, withoutIds } from './spoilt-store.ts';

export const plainAdd: Mutant = {
  name: 'plain ADD',
  what: 'adds whatever comes to what is stored, without looking whether it was counted already',
  spoil: { ...noSpoiler, profiles: (store) => seenOtherwise(store, withoutIds) },
};
