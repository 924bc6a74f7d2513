import { mergeStates } from './merge-states.ts';
import { type DayTotals, emptyProfileState, type ProfileState } from './profile-state.ts';
import { readTotals } from './state-layout.ts';
import { ByteReader } from './variable-length-bytes.ts';

/** What layout 1 kept of a customer: the counts of every day it kept, and not how many events there were. */
export type OlderState = Pick<ProfileState, 'totals' | 'days'>;

/**
 * Bytes of state layout 1 → what they hold:
 *
 *     version = 1, number of meanings and the meanings as today,
 *     number of days, then for each: day − day before, activities, purchases, purchaseMinor (zigzag)
 *
 * Throws on bytes of another version, and on bytes that end too early or too late.
 */
export function readOlderState(bytes: Uint8Array): OlderState {
  const reader = new ByteReader(bytes);
  const version = reader.unsigned();
  if (version !== 1) throw new Error(`Cannot read profile state of layout 1: the bytes are of layout ${version}`);
  const totals = readTotals(reader);
  const days: DayTotals[] = [];
  for (let left = reader.unsigned(); left > 0; left -= 1) {
    const day = (days.at(-1)?.day ?? 0) + reader.unsigned();
    const activities = reader.unsigned();
    const purchases = reader.unsigned();
    days.push({ day, activities, purchases, purchaseMinor: reader.signed() });
  }
  reader.end();
  return { totals, days };
}

/** Bytes of state layout 1 → the state of today, with the number of events that is known otherwise. Throws as `readOlderState`. */
export function decodeOlderState(bytes: Uint8Array, events: number): ProfileState {
  return mergeStates(emptyProfileState, { events, ...readOlderState(bytes) });
}
