import { type CellSet, hasAll } from './cell-set.ts';

/**
 * Makes the question whether a set has all of these numbers. The last set that had them is remembered: one and the same
 * object stands for almost every customer, and this is asked for every feature of each.
 */
export function asksForAll(numbers: readonly number[]): (set: CellSet) => boolean {
  let known: CellSet | null = null;
  return (set) => {
    if (set === known) return true;
    if (!hasAll(set, numbers)) return false;
    known = set;
    return true;
  };
}
