import { type Meaning, meanings } from '#contracts/moment.ts';
import type { DayTotals, MeaningTotals, ProfileState } from './profile-state.ts';
import { ByteReader, ByteWriter } from './variable-length-bytes.ts';

/**
 * How a profile's state lies in the item. All numbers are variable-length (7 bits a byte, least significant first):
 *
 *     version = 1
 *     number of meanings, then for each, in the order of `meanings`:
 *       position in `meanings`, count, firstMs, lastMs − firstMs, sumMinor (zigzag)
 *     number of days, then for each, ascending:
 *       day − day before (the first: day), activities, purchases, purchaseMinor (zigzag)
 *
 * The same state always gives the same bytes.
 */
export const stateLayoutVersion = 1;

/** State → bytes. Throws if a count or a sum has left the range of exact integers. */
export function encodeState(state: ProfileState): Uint8Array {
  const writer = new ByteWriter();
  writer.unsigned(stateLayoutVersion);
  writer.unsigned(state.totals.size);
  for (const [position, meaning] of meanings.entries()) {
    const totals = state.totals.get(meaning);
    if (totals === undefined) continue;
    writer.unsigned(position);
    writer.unsigned(totals.count);
    writer.unsigned(totals.firstMs);
    writer.unsigned(totals.lastMs - totals.firstMs);
    writer.signed(totals.sumMinor);
  }
  writer.unsigned(state.days.length);
  let dayBefore = 0;
  for (const day of state.days) {
    writer.unsigned(day.day - dayBefore);
    writer.unsigned(day.activities);
    writer.unsigned(day.purchases);
    writer.signed(day.purchaseMinor);
    dayBefore = day.day;
  }
  return writer.bytes();
}

/** Bytes → state. Throws on an unknown layout version, and on bytes that end too early or too late. */
export function decodeState(bytes: Uint8Array): ProfileState {
  const reader = new ByteReader(bytes);
  const version = reader.unsigned();
  if (version !== stateLayoutVersion) {
    throw new Error(`Cannot read profile state: layout version ${version} is not known (this code knows 1)`);
  }
  const totals = new Map<Meaning, MeaningTotals>();
  for (let left = reader.unsigned(); left > 0; left -= 1) {
    const position = reader.unsigned();
    const meaning = meanings[position];
    if (meaning === undefined) throw new Error(`Cannot read profile state: meaning number ${position} is not known`);
    const count = reader.unsigned();
    const firstMs = reader.unsigned();
    const lastMs = firstMs + reader.unsigned();
    totals.set(meaning, { count, firstMs, lastMs, sumMinor: reader.signed() });
  }
  const days: DayTotals[] = [];
  let day = 0;
  for (let left = reader.unsigned(); left > 0; left -= 1) {
    day += reader.unsigned();
    const activities = reader.unsigned();
    const purchases = reader.unsigned();
    days.push({ day, activities, purchases, purchaseMinor: reader.signed() });
  }
  reader.end();
  return { totals, days };
}
