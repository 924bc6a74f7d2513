import type { Folding } from '#domain/features/folding.ts';
import { stateOfEvent } from '#domain/profile/fold-event.ts';
import { mergeStates } from '#domain/profile/merge-states.ts';
import { emptyProfileState, type ProfileState } from '#domain/profile/profile-state.ts';
import { accountBeginning, type Beginning, betterBeginning } from './account-beginning.ts';
import type { AuditedEvent } from './audited-item.ts';

/** What the checks of customers need of one event. */
export type CustomerEvent = { readonly state: ProfileState; readonly beginning: Beginning | null };

/** What the history of one customer amounts to, in bounded memory. */
export type CustomerHistory = {
  readonly customerId: string;
  readonly state: ProfileState;
  readonly beginning: Beginning | null;
};

/** One event → what the checks of customers need of it. */
export function customerEventOf(folding: Folding, { event }: AuditedEvent): CustomerEvent {
  return { state: stateOfEvent(folding, event), beginning: accountBeginning(folding.plan, event) };
}

export function emptyHistory(customerId: string): CustomerHistory {
  return { customerId, state: emptyProfileState, beginning: null };
}

/** Takes one more event of the customer in. The order does not matter. */
export function extendHistory(folding: Folding, history: CustomerHistory, event: CustomerEvent): CustomerHistory {
  return {
    customerId: history.customerId,
    state: mergeStates(folding, history.state, event.state),
    beginning: betterBeginning(history.beginning, event.beginning),
  };
}
