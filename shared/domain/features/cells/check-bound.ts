/** Throws unless a bound of a cell is a whole number from 1 to `most`. */
export function checkBound(what: string, value: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= 1 && value <= most) return;
  throw new Error(`Cannot keep ${what}: it must be a whole number from 1 to ${most}, got ${value}`);
}

/** Longest window of a cell, in days: a year and a week. */
export const mostDays = 372;

/** Most things that one cell may list. */
export const mostKept = 256;
