import { type Meaning, meanings } from '#contracts/moment.ts';
import type { CellDay } from '#domain/features/cell.ts';
import { formOfDays, readDays, writeDays } from '#domain/features/cells/day-list.ts';
import { mergeDays } from '#domain/features/cells/merge-days.ts';
import { readSum, sumFormOf, sumForms, writeSum } from '#domain/features/cells/sum-form.ts';
import { type DayTotals, dayOf, type MeaningTotals, type VitalSigns } from './profile-state.ts';
import type { ByteReader, ByteWriter } from './variable-length-bytes.ts';

/** The last moment of a state by its totals, from which other times are counted back; 0 where there is none. */
export function referenceOf(totals: VitalSigns['totals']): number {
  let referenceMs = 0;
  for (const { lastMs } of totals.values()) referenceMs = Math.max(referenceMs, lastMs);
  return referenceMs;
}

/** The room that the forms of a sum are given in a header. */
const formsRoom = sumForms + 1;

function writeTotals(writer: ByteWriter, totals: VitalSigns['totals'], referenceMs: number): void {
  writer.unsigned(totals.size);
  if (totals.size > 0) writer.unsigned(referenceMs);
  for (const [position, meaning] of meanings.entries()) {
    const one = totals.get(meaning);
    if (one === undefined) continue;
    const form = sumFormOf([{ sum: one.sumMinor }]);
    writer.unsigned(position * formsRoom + form);
    writer.unsigned(one.count);
    writer.unsigned(referenceMs - one.lastMs);
    writer.unsigned(one.lastMs - one.firstMs);
    writeSum(writer, form, one.sumMinor);
  }
}

function readTotals(reader: ByteReader): Map<Meaning, MeaningTotals> {
  const totals = new Map<Meaning, MeaningTotals>();
  const size = reader.unsigned();
  const referenceMs = size > 0 ? reader.unsigned() : 0;
  for (let left = size; left > 0; left -= 1) {
    const header = reader.unsigned();
    const position = Math.floor(header / formsRoom);
    const meaning = meanings[position];
    if (meaning === undefined) throw new Error(`Cannot read profile state: meaning number ${position} is not known`);
    const count = reader.unsigned();
    const lastMs = referenceMs - reader.unsigned();
    const firstMs = lastMs - reader.unsigned();
    totals.set(meaning, { count, firstMs, lastMs, sumMinor: readSum(reader, header % formsRoom) });
  }
  return totals;
}

function writeColumn(writer: ByteWriter, days: readonly CellDay[], referenceDay: number): void {
  if (days.length === 0) {
    writer.unsigned(0);
    return;
  }
  const form = formOfDays(days);
  writer.unsigned(1 + form);
  writeDays(writer, days, form, referenceDay);
}

function readColumn(reader: ByteReader, referenceDay: number): CellDay[] {
  const header = reader.unsigned();
  return header === 0 ? [] : readDays(reader, header - 1, referenceDay);
}

/** One column each for the days with activity, those with purchases, and those of which nothing is counted any more. */
function columnsOf(days: readonly DayTotals[]): readonly [CellDay[], CellDay[], CellDay[]] {
  const active: CellDay[] = [];
  const bought: CellDay[] = [];
  const bare: CellDay[] = [];
  for (const { day, activities, purchases, purchaseMinor } of days) {
    if (activities > 0) active.push({ day, count: activities, sum: 0 });
    if (purchases > 0 || purchaseMinor !== 0) bought.push({ day, count: purchases, sum: purchaseMinor });
    else if (activities === 0) bare.push({ day, count: 1, sum: 0 });
  }
  return [active, bought, bare];
}

function joinDay(a: DayTotals, b: DayTotals): DayTotals {
  return { day: a.day, activities: a.activities, purchases: b.purchases, purchaseMinor: b.purchaseMinor };
}

function daysOf(active: readonly CellDay[], bought: readonly CellDay[], bare: readonly CellDay[]): DayTotals[] {
  const withActivity = active.map(({ day, count }) => ({ day, activities: count, purchases: 0, purchaseMinor: 0 }));
  const withPurchase = bought.map(({ day, count, sum }) => {
    return { day, activities: 0, purchases: count, purchaseMinor: sum };
  });
  const days = mergeDays(withActivity, withPurchase, joinDay);
  if (bare.length === 0) return days;
  const empty = bare.map(({ day }) => ({ day, activities: 0, purchases: 0, purchaseMinor: 0 }));
  return mergeDays(days, empty, (one) => one);
}

/**
 * Vital signs → bytes:
 *
 *     number of events
 *     number of meanings; if any, the reference: the last moment of all
 *     for each, in the order of `meanings`: position in `meanings` × 4 + form of the sum, count, reference − lastMs,
 *       lastMs − firstMs, sum
 *     the days with activity, those with purchases, those with nothing counted, each: 0 for none, or 1 + the form and the list
 *       (`day-list.ts`)
 */
export function writeVitalSigns(writer: ByteWriter, { events, totals, days }: VitalSigns): void {
  const referenceMs = referenceOf(totals);
  writer.unsigned(events);
  writeTotals(writer, totals, referenceMs);
  for (const column of columnsOf(days)) writeColumn(writer, column, dayOf(referenceMs));
}

/** Reads what `writeVitalSigns` wrote. Throws on a meaning that this code does not know. */
export function readVitalSigns(reader: ByteReader): VitalSigns {
  const events = reader.unsigned();
  const totals = readTotals(reader);
  const referenceDay = dayOf(referenceOf(totals));
  const active = readColumn(reader, referenceDay);
  const bought = readColumn(reader, referenceDay);
  return { events, totals, days: daysOf(active, bought, readColumn(reader, referenceDay)) };
}
