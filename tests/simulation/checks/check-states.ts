import { accountPrefix } from '#contracts/identifier.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import { sentimentProperty } from '#domain/ingest/sentiment/with-sentiment.ts';
import { type CellSet, has } from '#domain/profile/cell-set.ts';
import { foldEvent } from '#domain/profile/fold-event.ts';
import { mergeStates } from '#domain/profile/merge-states.ts';
import { emptyProfileState, type ProfileState } from '#domain/profile/profile-state.ts';
import { decodeState, encodeState } from '#domain/profile/state-layout.ts';
import type { Deed } from '../workload/sim-event.ts';
import { simRetention, simRetentionBefore } from '../workload/sim-retention.ts';
import type { ExpectedWorld } from './expected-world.ts';
import { toneOf } from './naive-facts.ts';
import { type SeenWorld, shownCustomer } from './seen-world.ts';

const folding = simRetention.folding.customer;
const foldingBefore = simRetentionBefore.folding.customer;

/** An event as it is counted: with how kind its text sounds. */
export function asCounted(deed: Deed): Deed & { readonly receivedMs: number } {
  const tone = toneOf(deed);
  const properties = tone === null ? deed.properties : { ...deed.properties, [sentimentProperty]: tone };
  return { ...deed, properties, receivedMs: deed.timeMs };
}

function foldAll(deeds: readonly Deed[]): ProfileState {
  return deeds.reduce((state, deed) => foldEvent(folding, state, asCounted(deed)), emptyProfileState);
}

/** Folds all events at once, in an order that has nothing to do with how they came: by id, the two halves apart. */
export function batchState(deeds: readonly Deed[]): ProfileState {
  const sorted = deeds.toSorted((a, b) => (a.id < b.id ? 1 : -1));
  const middle = Math.floor(sorted.length / 2);
  return mergeStates(folding, foldAll(sorted.slice(middle)), foldAll(sorted.slice(0, middle)));
}

/** What of a state can be there where some cells have not seen every event. */
export function withComplete(state: ProfileState, complete: CellSet): ProfileState {
  return { ...state, complete, cells: new Map([...state.cells].filter(([number]) => has(complete, number))) };
}

function shownState(state: ProfileState): string {
  const { events, totals, days, cells, complete } = state;
  const numbers = complete === 'all' ? complete : [...complete].sort((a, b) => a - b);
  return JSON.stringify({ events, totals: [...totals], days, complete: numbers, cells: [...cells] });
}

/**
 * The cells that may have seen every event of a customer: all that are declared; where older definitions were at work, those
 * that they had as well; where layout 1 was, none.
 */
function mayBeComplete({ plan }: ExpectedWorld): ReadonlySet<number>[] {
  const { deployment, olderItems } = plan;
  const hasLayout1 = deployment?.kind === 'from layout 1' || olderItems.length > 0;
  return [
    folding.declared,
    ...(hasLayout1 ? [new Set<number>()] : []),
    ...(deployment?.kind === 'next definitions' ? [foldingBefore.declared] : []),
  ];
}

function isSame(a: CellSet, b: ReadonlySet<number>): boolean {
  return a !== 'all' && a.size === b.size && [...b].every((number) => a.has(number));
}

function checkState(who: string, deeds: readonly Deed[], record: ProfileRecord, expected: ExpectedWorld): string[] {
  const got = decodeState(record.state);
  const whole = batchState(deeds);
  if (got.events !== whole.events) return [`${who}: expected ${whole.events} events, got ${got.events}`];
  const { complete } = got;
  if (!mayBeComplete(expected).some((one) => isSame(complete, one))) {
    return [`${who}: expected every cell to have seen ${deeds.length} events; got state ${shownState(got)}`];
  }
  const state = withComplete(whole, complete);
  if (Buffer.compare(encodeState(state), record.state) === 0) return [];
  return [`${who}: expected state ${shownState(state)}, got ${shownState(got)}`];
}

/**
 * Every profile holds, byte for byte, what folding all of the customer's events at once gives, in every cell that has seen them
 * all; nobody else has a profile. Accounts are looked at elsewhere.
 */
export function checkStates(expected: ExpectedWorld, seen: SeenWorld): string[] {
  const differences: string[] = [];
  for (const [key, deeds] of expected.counted) {
    const record = seen.profiles.get(key);
    const who = shownCustomer(key);
    if (record === undefined) differences.push(`${who}: expected a profile of ${deeds.length} events, got none`);
    else differences.push(...checkState(who, deeds, record, expected));
  }
  for (const [key, record] of seen.profiles) {
    if (expected.counted.has(key) || record.customerId.startsWith(accountPrefix)) continue;
    const { events } = decodeState(record.state);
    if (events > 0) differences.push(`${shownCustomer(key)}: expected no events, got ${events}`);
    else if (record.joined === null) differences.push(`${shownCustomer(key)}: expected no profile, got an empty one`);
  }
  return differences;
}
