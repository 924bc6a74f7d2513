import type { ByteReader, ByteWriter } from './variable-length-bytes.ts';

/** Numbers of cells; `all` stands for every number there is, also those that nobody has given out yet. */
export type CellSet = 'all' | ReadonlySet<number>;

/** The numbers that are in both. Gives one of the two back where it is the answer, so that a stable set stays the same object. */
export function intersect(a: CellSet, b: CellSet): CellSet {
  if (a === b || b === 'all') return a;
  if (a === 'all') return b;
  let common = 0;
  for (const number of a) if (b.has(number)) common += 1;
  if (common === b.size) return b;
  if (common === a.size) return a;
  return new Set([...a].filter((number) => b.has(number)));
}

export function has(set: CellSet, number: number): boolean {
  return set === 'all' || set.has(number);
}

export function hasAll(set: CellSet, numbers: readonly number[]): boolean {
  if (set === 'all') return true;
  for (let index = 0; index < numbers.length; index += 1) {
    if (!set.has(numbers[index] ?? -1)) return false;
  }
  return true;
}

/** Numbers, 0 or more → the lengths of the stretches that are out, in, out, in …, beginning with 0. */
function stretchesOf(set: ReadonlySet<number>): number[] {
  const stretches: number[] = [];
  let end = 0;
  for (const number of [...set].toSorted((a, b) => a - b)) {
    if (number === end && stretches.length > 0) stretches[stretches.length - 1] = (stretches.at(-1) ?? 0) + 1;
    else stretches.push(number - end, 1);
    end = number + 1;
  }
  return stretches;
}

/** 0 for `all`; otherwise 1 + the number of stretches that are in, then for each: how many before it are out, how many are in. */
export function writeCellSet(writer: ByteWriter, set: CellSet): void {
  if (set === 'all') {
    writer.unsigned(0);
    return;
  }
  const stretches = stretchesOf(set);
  writer.unsigned(1 + stretches.length / 2);
  for (const length of stretches) writer.unsigned(length);
}

/** Most numbers that a set may name: more than any deployment declares, so that broken bytes cannot ask for any memory. */
const largestNumber = 100_000;

/** Reads what `writeCellSet` wrote. Throws on numbers above 100,000. */
export function readCellSet(reader: ByteReader): CellSet {
  const header = reader.unsigned();
  if (header === 0) return 'all';
  const set = new Set<number>();
  let number = 0;
  for (let left = header - 1; left > 0; left -= 1) {
    number += reader.unsigned();
    const end = number + reader.unsigned();
    if (end > largestNumber) throw new Error(`Cannot read a set of cells: number ${end} is above ${largestNumber}`);
    for (; number < end; number += 1) set.add(number);
  }
  return set;
}
