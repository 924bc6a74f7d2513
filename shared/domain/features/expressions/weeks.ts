import type { DaysView } from '#domain/features/days-view.ts';
import { earlier } from '#domain/features/earlier.ts';
import { dayMs, dayOf } from '#domain/profile/profile-state.ts';

/** What happened in each of some weeks. */
export type Weeks = {
  /** Oldest first. Each is seven UTC days; the last of the last week is today. */
  readonly sums: readonly number[];
  /** The next midnight at which they may be others; null if never. */
  readonly untilMs: number | null;
};

/** How many weeks up to today lie wholly in the life of a customer, at most so many, and when there is one more. */
function weeksOfLife(today: number, firstDay: number, most: number): { count: number; growsOnDay: number | null } {
  const count = Math.max(0, Math.floor((today + 1 - firstDay) / 7));
  return count >= most ? { count: most, growsOnDay: null } : { count, growsOnDay: firstDay + 7 * count + 6 };
}

/**
 * Sums by week, over weeks that lie wholly in the life of the customer, which begins on the day of `firstMs`: weeks
 * before that say nothing of how often something happens.
 */
export function weeksUpTo(
  view: DaysView,
  { nowMs, firstMs, most }: { readonly nowMs: number; readonly firstMs: number; readonly most: number },
  amountAt: (view: DaysView, index: number) => number,
): Weeks {
  const today = dayOf(nowMs);
  const { count, growsOnDay } = weeksOfLife(today, dayOf(firstMs), most);
  const sums = new Array<number>(count).fill(0);
  let untilDay = growsOnDay;
  for (let index = view.length - 1; index >= 0; index -= 1) {
    const day = view.dayAt(index);
    if (day <= today - 7 * count) break;
    const amount = amountAt(view, index);
    if (amount === 0) continue;
    if (day > today) {
      untilDay = earlier(untilDay, day);
      continue;
    }
    const weeksAgo = Math.floor((today - day) / 7);
    sums[count - 1 - weeksAgo] = (sums[count - 1 - weeksAgo] ?? 0) + amount;
    untilDay = earlier(untilDay, day + 7 * (weeksAgo + 1));
  }
  return { sums, untilMs: untilDay === null ? null : untilDay * dayMs };
}
