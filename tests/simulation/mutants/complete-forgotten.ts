import { accountPrefix } from '#contracts/identifier.ts';
import { emptyProfileState } from '#domain/profile/profile-state.ts';
import { decodeState, encodeState } from '#domain/profile/state-layout.ts';
import type { Mutant } from '../mutant.ts';
import { noSpoiler } from '../spoiler.ts';
import { simRetention } from '../workload/sim-retention.ts';
import { putInLightOf } from './remembering-store.ts';

export const completeForgotten: Mutant = {
  name: 'complete forgotten on a merge',
  what: 'takes what a profile knew of its own events to be so of those that it takes in as well',
  spoil: {
    ...noSpoiler,
    profiles: (store) =>
      putInLightOf(store, (record, read) => {
        if (record.customerId.startsWith(accountPrefix)) return record;
        const before = read === null ? emptyProfileState : decodeState(read.state);
        const state = decodeState(record.state);
        const complete = before.complete === 'all' ? simRetention.folding.customer.declared : before.complete;
        return state.events === 0 ? record : { ...record, state: encodeState({ ...state, complete }) };
      }),
  },
};
