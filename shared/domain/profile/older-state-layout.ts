import { mergeStates } from './merge-states.ts';
import { type DayTotals, emptyProfileState, type ProfileState } from './profile-state.ts';
import { readTotals } from './state-layout.ts';
import { ByteReader } from './variable-length-bytes.ts';

/**
 * Bytes of state layout 1 → state. That layout had no number of events, and counts of every day it kept:
 *
 *     version = 1, number of meanings and the meanings as today,
 *     number of days, then for each: day − day before, activities, purchases, purchaseMinor (zigzag)
 *
 * Throws on bytes of another version, and on bytes that end too early or too late.
 */
export function decodeOlderState(bytes: Uint8Array, events: number): ProfileState {
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
  return mergeStates(emptyProfileState, { events, totals, days });
}
