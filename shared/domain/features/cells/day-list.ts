import type { CellDay } from '#domain/features/cell.ts';
import type { ByteReader, ByteWriter } from '#domain/profile/variable-length-bytes.ts';
import { readSum, sumFormOf, sumForms, writeSum } from './sum-form.ts';

/**
 * Days, ascending, from the newest to the oldest, in whichever way takes fewer bytes, sums as in `sum-form.ts`:
 *
 *     sparse: reference day − newest day (zigzag), number of days, then for each:
 *       (days since the one before, newer; 0 for the newest) × 2 + (0: one event; 1: a count follows), count, sum
 *     dense: reference day − newest day (zigzag), number of calendar days, then for each: count; where it is not 0, sum
 */
export const dayForms = 2 * sumForms;

/** Bytes of a number of at least 0, as `ByteWriter` writes it. */
function bytesOf(value: number): number {
  let bytes = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) bytes += 1;
  return bytes;
}

function spanOf(days: readonly CellDay[]): number {
  const [oldest] = days;
  const newest = days.at(-1);
  return oldest === undefined || newest === undefined ? 0 : newest.day - oldest.day + 1;
}

/** Whether every calendar day in turn takes fewer bytes than the days on which something happened. */
function isDense(days: readonly CellDay[]): boolean {
  const span = spanOf(days);
  // Each calendar day takes a byte at least, and no listed day more than eight beside its count.
  if (span > days.length * 8) return false;
  let dense = bytesOf(span) + span - days.length;
  let sparse = bytesOf(days.length);
  let newer = days.at(-1)?.day ?? 0;
  for (let index = days.length - 1; index >= 0; index -= 1) {
    const one = days[index];
    // A count of 0 would be read as no day at all.
    if (one === undefined || one.count === 0) return false;
    const ofCount = bytesOf(one.count);
    const gap = newer - one.day;
    dense += ofCount;
    sparse += one.count === 1 ? bytesOf(gap * 2) : bytesOf(gap * 2 + 1) + ofCount;
    newer = one.day;
  }
  return dense < sparse;
}

/** The shortest way to write these days. */
export function formOfDays(days: readonly CellDay[]): number {
  return sumFormOf(days) + (isDense(days) ? sumForms : 0);
}

/** Writes days, ascending, of which there is one at least, in the form of `formOfDays`, which whoever reads must know. */
export function writeDays(writer: ByteWriter, days: readonly CellDay[], form: number, referenceDay: number): void {
  const isInDense = form >= sumForms;
  let newer = days.at(-1)?.day ?? referenceDay;
  writer.signed(referenceDay - newer);
  writer.unsigned(isInDense ? spanOf(days) : days.length);
  for (let index = days.length - 1; index >= 0; index -= 1) {
    const one = days[index];
    if (one === undefined) continue;
    const gap = newer - one.day;
    newer = one.day;
    if (isInDense) for (let empty = 1; empty < gap; empty += 1) writer.unsigned(0);
    else writer.unsigned(gap * 2 + (one.count === 1 ? 0 : 1));
    if (isInDense || one.count !== 1) writer.unsigned(one.count);
    writeSum(writer, form % sumForms, one.sum);
  }
}

/** Reads what `writeDays` wrote. */
export function readDays(reader: ByteReader, form: number, referenceDay: number): CellDay[] {
  const sumForm = form % sumForms;
  let day = referenceDay - reader.signed();
  const days: CellDay[] = [];
  for (let left = reader.unsigned(); left > 0; left -= 1) {
    const header = reader.unsigned();
    if (form >= sumForms) {
      if (header > 0) days.push({ day, count: header, sum: readSum(reader, sumForm) });
      day -= 1;
      continue;
    }
    day -= Math.floor(header / 2);
    const count = header % 2 === 0 ? 1 : reader.unsigned();
    days.push({ day, count, sum: readSum(reader, sumForm) });
  }
  return days.reverse();
}
