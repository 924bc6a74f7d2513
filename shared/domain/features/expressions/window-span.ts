import type { ExpressionParts } from './expression-parts.ts';

/** Longest window, in days, its distance from today included: a year. */
export const maximumWindowDays = 366;

/** UTC days that a window covers on a day. */
export type WindowSpan = { readonly days: number; readonly endingDaysAgo?: number };

/**
 * Days that must be kept for a window: its own, and one more, for the newest day may be tomorrow by a clock that runs
 * ahead (by 5 minutes at most). Refuses windows that are no whole number of days, and those that are too long.
 */
export function daysToKeep({ days, endingDaysAgo = 0 }: WindowSpan, parts: ExpressionParts): number {
  const reach = days + endingDaysAgo;
  if (!Number.isInteger(days) || days < 1 || reach > maximumWindowDays) {
    throw parts.problem(`a window is 1 to ${maximumWindowDays} whole days, got ${days}`);
  }
  if (!Number.isInteger(endingDaysAgo) || endingDaysAgo < 0) {
    throw parts.problem(`a window ends 0 or more whole days ago, got ${endingDaysAgo}`);
  }
  return reach + 1;
}
