import type { FeatureExpression } from '#domain/features/feature-expression.ts';
import { steady } from '#domain/features/reading.ts';
import { dayMs, dayOf } from '#domain/profile/profile-state.ts';
import type { CompiledExpression, ExpressionParts } from './expression-parts.ts';
import { daysToKeep } from './window-span.ts';

/** The day of the week of a UTC day, 0 for Sunday: 1 January 1970 was a Thursday. */
function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** Compiles `share on weekdays`. Refuses days of the week that there are not. */
export function compileShareOnWeekdays(
  { of, days, weekdays }: Extract<FeatureExpression, { kind: 'share on weekdays' }>,
  parts: ExpressionParts,
): CompiledExpression {
  const wrong = weekdays.find((weekday) => !Number.isInteger(weekday) || weekday < 0 || weekday > 6);
  if (wrong !== undefined) throw parts.problem(`days of the week are 0 (Sunday) to 6 (Saturday), got ${wrong}`);
  if (weekdays.length === 0) throw parts.problem('no day of the week is named; name one at least');
  const wanted = new Set(weekdays);
  const view = parts.days({ kind: 'days', of, sum: null, days: daysToKeep({ days }, parts) });
  return {
    type: 'number',
    moves: false,
    read: ({ state, nowMs }) => {
      const today = dayOf(nowMs);
      let all = 0;
      let onThese = 0;
      let untilDay = Number.POSITIVE_INFINITY;
      const found = view(state);
      for (let index = found.length - 1; index >= 0; index -= 1) {
        const day = found.dayAt(index);
        const count = found.countAt(index);
        if (day <= today - days) break;
        if (count === 0) continue;
        untilDay = Math.min(untilDay, day > today ? day : day + days);
        if (day > today) continue;
        all += count;
        if (wanted.has(weekdayOf(day))) onThese += count;
      }
      return steady(all === 0 ? null : onThese / all, untilDay === Number.POSITIVE_INFINITY ? null : untilDay * dayMs);
    },
  };
}
