import type { HalfHours } from '#domain/features/cell.ts';
import { dayMs, dayOf } from '#domain/profile/profile-state.ts';

/** Bits of half a day: 24 half hours. */
export const halfDayBits = 0xff_ff_ff;

/** How many bits are set. */
export function bitCount(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count += 1;
  return count;
}

/**
 * The days with activity in the `days` UTC days up to today, ascending, and the midnight at which another set of days
 * counts.
 */
export function halfHoursWithin(
  all: readonly HalfHours[],
  days: number,
  nowMs: number,
): { inside: HalfHours[]; untilMs: number | null } {
  const today = dayOf(nowMs);
  const inside: HalfHours[] = [];
  let untilDay = Number.POSITIVE_INFINITY;
  for (const one of all) {
    if (one.day <= today - days) continue;
    untilDay = Math.min(untilDay, one.day > today ? one.day : one.day + days);
    if (one.day <= today) inside.push(one);
  }
  return { inside, untilMs: untilDay === Number.POSITIVE_INFINITY ? null : untilDay * dayMs };
}
