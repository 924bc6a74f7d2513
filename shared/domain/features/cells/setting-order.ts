import { mostSettings } from '#domain/features/cell.ts';

/** When something was set, and the place of the setting among those that are declared, from 0. */
export type SetAt = { readonly timeMs: number; readonly rank: number };

/** Above 0 where `a` goes before `b`: it was set later, or at the same moment by what is declared later. 0: neither. */
export function compareSetAt(a: SetAt, b: SetAt): number {
  return a.timeMs - b.timeMs || a.rank - b.rank;
}

/**
 * A distance in time and a rank as one whole number: distance × 8 + rank. Below 2^51 for any two times up to the year 9999, so
 * that it can be written with its sign.
 */
export function withRank(distanceMs: number, rank: number): number {
  return distanceMs * mostSettings + rank;
}

/** The distance and the rank that `withRank` put together. */
export function splitRank(stored: number): { readonly distanceMs: number; readonly rank: number } {
  const distanceMs = Math.floor(stored / mostSettings);
  return { distanceMs, rank: stored - distanceMs * mostSettings };
}
