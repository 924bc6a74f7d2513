import { foldEvent } from '#domain/profile/fold-event.ts';
import { mergeStates } from '#domain/profile/merge-states.ts';
import { emptyProfileState, type ProfileState } from '#domain/profile/profile-state.ts';
import { decodeState, encodeState } from '#domain/profile/state-layout.ts';
import type { Deed } from '../workload/sim-event.ts';
import { simRetention } from '../workload/sim-retention.ts';
import type { ExpectedWorld } from './expected-world.ts';
import { type SeenWorld, shownCustomer } from './seen-world.ts';

function foldAll(deeds: readonly Deed[]): ProfileState {
  return deeds.reduce(
    (state, deed) => foldEvent(simRetention.plan, state, { ...deed, receivedMs: deed.timeMs }),
    emptyProfileState,
  );
}

/** Folds all events at once, in an order that has nothing to do with how they came: by id, the two halves apart. */
export function batchState(deeds: readonly Deed[]): ProfileState {
  const sorted = deeds.toSorted((a, b) => (a.id < b.id ? 1 : -1));
  const middle = Math.floor(sorted.length / 2);
  return mergeStates(foldAll(sorted.slice(middle)), foldAll(sorted.slice(0, middle)));
}

function shownState(state: ProfileState): string {
  return JSON.stringify({ events: state.events, totals: [...state.totals], days: state.days });
}

/** Every profile holds, byte for byte, what folding all of the customer's events at once gives; nobody else has a profile. */
export function checkStates(expected: ExpectedWorld, seen: SeenWorld): string[] {
  const differences: string[] = [];
  for (const [key, deeds] of expected.counted) {
    const record = seen.profiles.get(key);
    if (record === undefined) {
      differences.push(`${shownCustomer(key)}: expected a profile of ${deeds.length} events, got none`);
      continue;
    }
    const state = batchState(deeds);
    if (Buffer.compare(encodeState(state), record.state) === 0) continue;
    const got = decodeState(record.state);
    differences.push(
      `${shownCustomer(key)}: expected ${state.events} events, got ${got.events}; expected state ${shownState(state)}, got ${shownState(got)}`,
    );
  }
  for (const [key, record] of seen.profiles) {
    if (expected.counted.has(key)) continue;
    const { events } = decodeState(record.state);
    if (events > 0) differences.push(`${shownCustomer(key)}: expected no events, got ${events}`);
    else if (record.joined === null) differences.push(`${shownCustomer(key)}: expected no profile, got an empty one`);
  }
  return differences;
}
