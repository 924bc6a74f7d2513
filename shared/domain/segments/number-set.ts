/**
 * A set of small numbers as bits: number n is bit n % 8 of byte ⌊n ÷ 8⌋. The last byte is never 0, so that equal sets have equal
 * bytes.
 */
export type NumberSet = Uint8Array;

export const noNumbers: NumberSet = new Uint8Array();

/** Whether a number is in the set. */
export function hasNumber(set: NumberSet, number: number): boolean {
  return ((set[number >> 3] ?? 0) & (1 << (number & 7))) !== 0;
}

/** The numbers, in whatever order and however often they come, as a set. Throws on a number below 0 or with a fraction. */
export function numberSetOf(numbers: Iterable<number>): NumberSet {
  const bytes: number[] = [];
  for (const number of numbers) {
    if (!Number.isSafeInteger(number) || number < 0) throw new Error(`Cannot put ${number} into a set of numbers`);
    while (bytes.length <= number >> 3) bytes.push(0);
    bytes[number >> 3] = (bytes[number >> 3] ?? 0) | (1 << (number & 7));
  }
  return Uint8Array.from(bytes);
}

/** The greatest number of a set; −1 if it is empty. */
export function highestNumber(set: NumberSet): number {
  const last = set.at(-1);
  return last === undefined ? -1 : set.length * 8 - 1 - Math.clz32(last << 24);
}

/** The numbers of a set, ascending. */
export function numbersIn(set: NumberSet): number[] {
  const numbers: number[] = [];
  for (let number = 0; number < set.length * 8; number += 1) if (hasNumber(set, number)) numbers.push(number);
  return numbers;
}
