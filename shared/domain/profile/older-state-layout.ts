import { type Meaning, meanings } from '#contracts/moment.ts';
import { mergeVitalSigns } from './merge-vital-signs.ts';
import {
  type DayTotals,
  emptyProfileState,
  type MeaningTotals,
  type ProfileState,
  type VitalSigns,
} from './profile-state.ts';
import { ByteReader } from './variable-length-bytes.ts';

/** What layout 1 kept of a customer: the counts of every day it kept, and not how many events there were. */
export type OlderState = Pick<VitalSigns, 'totals' | 'days'>;

/** Older layouts had no cells, so none is complete unless there is no event that it could have missed. */
function withoutCells(signs: VitalSigns): ProfileState {
  return { ...signs, cells: new Map(), complete: signs.events === 0 ? 'all' : new Set() };
}

/** Reads the totals by meaning, which both layouts write alike. Throws on a meaning that this code does not know. */
function readTotals(reader: ByteReader): Map<Meaning, MeaningTotals> {
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

/**
 * Bytes of state layout 1 → what they hold:
 *
 *     version = 1, number of meanings, then for each, in the order of `meanings`:
 *       position in `meanings`, count, firstMs, lastMs − firstMs, sumMinor (zigzag)
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
  return withoutCells(mergeVitalSigns(emptyProfileState, { events, ...readOlderState(bytes) }));
}

/** A day of layout 2: (day − day before) × 4 + kind, then by kind. */
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

/**
 * What follows the version in layout 2 → the state of today:
 *
 *     number of events
 *     number of meanings and the meanings, as in layout 1
 *     number of days, then for each, ascending:
 *       (day − day before) × 4 + kind (the first: day × 4 + kind), then by kind:
 *       0: one activity and nothing else   1: activities
 *       2: activities, purchases, purchaseMinor (zigzag)   3: nothing counted
 */
export function decodeLayout2(reader: ByteReader): ProfileState {
  const events = reader.unsigned();
  const totals = readTotals(reader);
  const days: DayTotals[] = [];
  for (let left = reader.unsigned(); left > 0; left -= 1) {
    days.push(readDay(reader, days.at(-1)?.day ?? 0));
  }
  reader.end();
  return withoutCells({ events, totals, days });
}
