import { dayMs, dayOf } from '#domain/profile/profile-state.ts';
import type { AuditedItem } from './audited-item.ts';
import { countFigure, finding } from './finding.ts';
import { Examples, type Fold, type StartCheck } from './fold.ts';
import { isPlausibleTime } from './plausible-time.ts';
import { dayText, pluralText } from './wording.ts';

/** A run of so many days without any event, on days of the week that usually have some, is a gap. */
const leastQuietDays = 3;

/** A day of the week with events in fewer of its weeks than this is one on which nothing is open. */
const openShare = 0.05;

/** With events on fewer of the open days than this, gaps are the habit and say nothing. */
const denseShare = 0.5;

const dayNames = ['Sundays', 'Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays'];

/** 1970-01-01 was a Thursday. */
function weekdayOf(day: number): number {
  return (day + 4) % 7;
}

type Run = { readonly from: number; readonly to: number; readonly openDays: number };

/** Days of the week, 0 = Sunday, on which nothing ever happens although weeks went by. */
function closedWeekdays(days: ReadonlySet<number>, first: number, last: number): Set<number> {
  const busy = new Array<number>(7).fill(0);
  for (const day of days) busy[weekdayOf(day)] = (busy[weekdayOf(day)] ?? 0) + 1;
  const weeks = (last - first + 1) / 7;
  const isClosed = (count: number) => weeks >= 8 && count < weeks * openShare;
  return new Set(busy.flatMap((count, weekday) => (isClosed(count) ? [weekday] : [])));
}

/** Runs without events, from the longest on. */
function quietRuns(days: ReadonlySet<number>, closed: ReadonlySet<number>): Run[] {
  const ascending = [...days].sort((a, b) => a - b);
  const runs: Run[] = [];
  for (const [index, day] of ascending.entries()) {
    const next = ascending[index + 1];
    if (next === undefined) continue;
    let openDays = 0;
    for (let quiet = day + 1; quiet < next; quiet += 1) if (!closed.has(weekdayOf(quiet))) openDays += 1;
    if (openDays > 0) runs.push({ from: day + 1, to: next - 1, openDays });
  }
  return runs.sort((a, b) => b.openDays - a.openDays || a.from - b.from);
}

/** Days in a row without any event: an outage, an export with a hole, or holidays. */
export const startQuietDays: StartCheck<AuditedItem> = ({ asOfMs }): Fold<AuditedItem> => {
  const days = new Set<number>();
  const about = { check: 'quiet-days', title: 'Days without any event' };
  return {
    take(item) {
      if (item.kind === 'event' && isPlausibleTime(item.event.timeMs, asOfMs)) days.add(dayOf(item.event.timeMs));
    },
    finding() {
      const ascending = [...days].sort((a, b) => a - b);
      const [first = 0, last = 0] = [ascending[0], ascending.at(-1)];
      const closed = closedWeekdays(days, first, last);
      const runs = quietRuns(days, closed);
      const gaps = runs.filter((run) => run.openDays >= leastQuietDays);
      const quiet = runs.reduce((sum, run) => sum + run.openDays, 0);
      if (days.size < 14 || days.size < (days.size + quiet) * denseShare) {
        const summary = `events on ${pluralText(days.size, 'day')}: too few to know a gap from the habit`;
        const advice = 'Nothing to do.';
        return finding({ ...about, verdict: 'not applicable', summary, advice });
      }
      const examples = new Examples(10);
      for (const { from, to, openDays } of gaps) {
        examples.add(() => `${dayText(from * dayMs)} to ${dayText(to * dayMs)} (${pluralText(openDays, 'day')})`);
      }
      const closedText = [...closed].map((weekday) => dayNames[weekday] ?? '').join(', ');
      return finding({
        ...about,
        verdict: gaps.length === 0 ? 'ok' : 'warning',
        summary:
          gaps.length === 0
            ? `no gap of ${leastQuietDays} days or more`
            : `${pluralText(gaps.length, 'gap')} of ${leastQuietDays} days or more, the longest ${pluralText(gaps[0]?.openDays ?? 0, 'day')}`,
        figures: [
          countFigure('gaps', gaps.length),
          countFigure('days with events', days.size),
          countFigure('days without events', quiet),
          { label: 'never open on', unit: 'text', value: closedText === '' ? 'none' : closedText },
        ],
        examples: examples.texts,
        advice:
          gaps.length === 0
            ? 'Nothing to do.'
            : 'See whether these were holidays; if events were lost, import them again, for customers seem to have paused then.',
      });
    },
  };
};
