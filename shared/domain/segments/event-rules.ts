import { type Duration, durationMs, durationSchema } from '#contracts/duration.ts';
import type { EventSelector } from '#contracts/event-selector.ts';
import { parsedOnce } from '#contracts/parsed-once.ts';
import { mostTimesAsked, type SegmentRule } from '#contracts/segment-rule.ts';
import { dayMs } from '#domain/profile/profile-state.ts';

/** A length of time: `{ days: 14 }`, `{ hours: 3 }`, `{ minutes: 30 }`. */
export type Length = { readonly days: number } | { readonly hours: number } | { readonly minutes: number };

/** A length of time as rules hold it. Throws, with the value, if it is not above 0 or longer than ten years. */
export function duration(length: Length): Duration {
  const told: Duration =
    'days' in length
      ? { amount: length.days, unit: 'days' }
      : 'hours' in length
        ? { amount: length.hours, unit: 'hours' }
        : { amount: length.minutes, unit: 'minutes' };
  const parsed = durationSchema.safeParse(told, parsedOnce);
  if (parsed.success) return parsed.data;
  throw new Error(`Cannot take ${told.amount} ${told.unit} for a length of time: ${parsed.error.issues[0]?.message}`);
}

/**
 * A length of time in days, as features tell time: `atLeast(daysSinceCart, inDays({ minutes: 30 }))`. Rounded as they are, so
 * that the threshold is reached at the very millisecond.
 */
export function inDays(length: Length): number {
  return durationMs(duration(length)) / dayMs;
}

function times(count: number): number {
  if (Number.isInteger(count) && count >= 1 && count <= mostTimesAsked) return count;
  throw new Error(
    `Cannot ask for ${count} times: the newest 1 to ${mostTimesAsked} are kept of each customer; compare a count over days instead`,
  );
}

/** Happened at least so often (once, unless told otherwise) in the time up to now. Throws if more times are asked than are kept. */
export function did(
  what: EventSelector,
  { atLeast = 1, within }: { readonly atLeast?: number; readonly within: Length },
): SegmentRule {
  return { op: 'did', what, atLeast: times(atLeast), within: duration(within) };
}

/**
 * One was followed by the other within this time, whenever that was: later than it, and no longer after it. Of each the
 * `latest` newest are looked at: 5, unless told otherwise.
 */
export function didThen(
  first: EventSelector,
  next: EventSelector,
  { within, latest = 5 }: { readonly within: Length; readonly latest?: number },
): SegmentRule {
  return { op: 'did then', first, next, within: duration(within), latest: times(latest) };
}

/** Has not happened for so long; where it never has, not since the first sign of life. */
export function notDone(what: EventSelector, { for: length }: { readonly for: Length }): SegmentRule {
  return { op: 'not done', what, for: duration(length) };
}

/** Happened for the first time ever, no longer ago than this. */
export function firstTime(what: EventSelector, { within }: { readonly within: Length }): SegmentRule {
  return { op: 'first time', what, within: duration(within) };
}
