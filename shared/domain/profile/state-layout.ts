import { type Meaning, meanings } from '#contracts/moment.ts';
import type { DayTotals, MeaningTotals, ProfileState } from './profile-state.ts';
import { ByteReader, ByteWriter } from './variable-length-bytes.ts';

/**
 * How a profile's state lies in the item. All numbers are variable-length (7 bits a byte, least significant first):
 *
 *     version = 2
 *     number of events
 *     number of meanings, then for each, in the order of `meanings`:
 *       position in `meanings`, count, firstMs, lastMs − firstMs, sumMinor (zigzag)
 *     number of days, then for each, ascending:
 *       (day − day before) × 4 + kind (the first: day × 4 + kind), then by kind:
 *       0: one activity and nothing else   1: activities
 *       2: activities, purchases, purchaseMinor (zigzag)   3: nothing counted
 *
 * The same state always gives the same bytes.
 */
export const stateLayoutVersion = 2;

/** How a day is written: see the layout. */
function kindOf({ activities, purchases, purchaseMinor }: DayTotals): 0 | 1 | 2 | 3 {
  if (purchases !== 0 || purchaseMinor !== 0) return 2;
  if (activities === 0) return 3;
  return activities === 1 ? 0 : 1;
}

function writeDay(writer: ByteWriter, day: DayTotals, gap: number): void {
  const kind = kindOf(day);
  writer.unsigned(gap * 4 + kind);
  if (kind === 1 || kind === 2) writer.unsigned(day.activities);
  if (kind !== 2) return;
  writer.unsigned(day.purchases);
  writer.signed(day.purchaseMinor);
}

function readDay(reader: ByteReader, dayBefore: number): DayTotals {
  const header = reader.unsigned();
  const kind = header % 4;
  const day = dayBefore + Math.floor(header / 4);
  if (kind === 0 || kind === 3) return { day, activities: kind === 0 ? 1 : 0, purchases: 0, purchaseMinor: 0 };
  const activities = reader.unsigned();
  if (kind === 1) return { day, activities, purchases: 0, purchaseMinor: 0 };
  const purchases = reader.unsigned();
  return { day, activities, purchases, purchaseMinor: reader.signed() };
}

/** State → bytes. Throws if a count or a sum has left the range of exact integers. */
export function encodeState(state: ProfileState): Uint8Array {
  const writer = new ByteWriter();
  writer.unsigned(stateLayoutVersion);
  writer.unsigned(state.events);
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
    writeDay(writer, day, day.day - dayBefore);
    dayBefore = day.day;
  }
  return writer.bytes();
}

/** Reads the totals by meaning, which all layouts write alike. Throws on a meaning that this code does not know. */
export function readTotals(reader: ByteReader): Map<Meaning, MeaningTotals> {
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
  return totals;
}

/** Bytes → state. Throws on an unknown layout version, and on bytes that end too early or too late. */
export function decodeState(bytes: Uint8Array): ProfileState {
  const reader = new ByteReader(bytes);
  const version = reader.unsigned();
  if (version !== stateLayoutVersion) {
    throw new Error(
      `Cannot read profile state: layout version ${version} is not known (this code knows ${stateLayoutVersion})`,
    );
  }
  const events = reader.unsigned();
  const totals = readTotals(reader);
  const days: DayTotals[] = [];
  for (let left = reader.unsigned(); left > 0; left -= 1) {
    days.push(readDay(reader, days.at(-1)?.day ?? 0));
  }
  reader.end();
  return { events, totals, days };
}
