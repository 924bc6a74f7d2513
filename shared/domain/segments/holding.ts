import type { RuleResult } from './compiled-segment.ts';

/**
 * Whether something holds, and until when it surely stays so if nothing happens, in one number: t > 0 holds until the time t;
 * −t does not hold until then; ±∞ stays for ever. (The signed reach of a formula along time, as in Donzé and Maler 2010,
 * "Robust satisfaction of temporal logic over real-valued signals", there called time robustness.)
 *
 * With it, `not` is the sign, `all` is the minimum and `any` the maximum, and no object is made on the way. Proof for `all`:
 * where some parts do not hold, the minimum is the most negative number, −t with t the latest time until which one of them
 * stays false; until t that one alone keeps the whole false, whatever the others do. Where every part holds, the minimum is
 * the earliest time at which one of them may stop. `any` is the same with the signs turned.
 */
export type Holding = number;

/** Says it in one number. `untilMs` is later than now, and so above 0; null is for ever. */
export function holding(holds: boolean, untilMs: number | null): Holding {
  const reach = untilMs ?? Number.POSITIVE_INFINITY;
  return holds ? reach : -reach;
}

/** Holds, or not, until something happens. */
export function forEver(holds: boolean): Holding {
  return holds ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
}

/** Until when it surely stays as it is; null: for ever. */
export function reachMs(one: Holding): number | null {
  const reach = Math.abs(one);
  return reach === Number.POSITIVE_INFINITY ? null : reach;
}

/** The same for whoever asks from outside. */
export function ruleResult(one: Holding): RuleResult {
  return { holds: one > 0, nextChangeMs: reachMs(one) };
}
