import { isoTime } from '#contracts/time.ts';
import { dayOf } from '#domain/profile/profile-state.ts';
import type { AuditedItem } from './audited-item.ts';
import { type Block, type Breakdown, type CheckVerdict, finding } from './finding.ts';
import type { Fold, StartCheck } from './fold.ts';
import { isPlausibleTime } from './plausible-time.ts';
import { countText, dayText } from './wording.ts';

/** Mean length of a month of the Gregorian calendar. */
const daysPerMonth = 30.436875;

/** Least history, in days, before a rule about absence can hold for anybody. */
const leastDaysForRules = 28;

/** Least history, in days, before groups or models see every season once: twelve months, the first and the last day included. */
const leastDaysForSeasons = 365;

/** Least months with events, for the same: a single old date makes a history long, but not full. */
const leastMonthsForSeasons = 12;

/** Under so many days the history is a problem and not only short. */
const shortDays = 90;

/** Most months that are listed, the newest. */
const maximumMonths = 60;

/** What stands in the way of each use after so many days of history, with events in so many months. */
function blocksOf(days: number, monthsWithEvents: number): Block[] {
  const blocks: Block[] = [];
  if (days < leastDaysForRules) {
    blocks.push({ use: 'rules', reason: `${days} days of history, ${leastDaysForRules} are needed` });
  }
  if (days < leastDaysForSeasons) {
    const months = (days / daysPerMonth).toFixed(1);
    const reason = `${months} months of history (${days} days), 12 are needed to see every season once`;
    blocks.push({ use: 'clusters', reason }, { use: 'churn model', reason });
  } else if (monthsWithEvents < leastMonthsForSeasons) {
    const reason = `events in ${monthsWithEvents} months alone, ${leastMonthsForSeasons} are needed to see every season once`;
    blocks.push({ use: 'clusters', reason }, { use: 'churn model', reason });
  }
  return blocks;
}

function verdictOf(days: number, monthsWithEvents: number): CheckVerdict {
  if (days >= leastDaysForSeasons) return monthsWithEvents >= leastMonthsForSeasons ? 'ok' : 'warning';
  return days < shortDays ? 'problem' : 'warning';
}

/** The month before one of the form `2026-01`. */
function monthBefore(month: string): string {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5))];
  const [beforeYear, before] = number === 1 ? [year - 1, 12] : [year, number - 1];
  return `${String(beforeYear).padStart(4, '0')}-${String(before).padStart(2, '0')}`;
}

/** The newest months from the first to the last, oldest first: one without events shows as a gap, not as nothing. */
function byMonth(months: ReadonlyMap<string, number>, first: string, last: string): Breakdown {
  const rows: { name: string; count: number }[] = [];
  for (let name = last; name >= first && rows.length < maximumMonths; name = monthBefore(name)) {
    rows.push({ name, count: months.get(name) ?? 0 });
  }
  const listed = rows.reduce((sum, { count }) => sum + count, 0);
  const all = [...months.values()].reduce((sum, count) => sum + count, 0);
  return { title: 'events by month', rows: rows.reverse(), others: all - listed };
}

/** How many months there are from the first to the last, both included. */
function monthsFrom(first: string, last: string): number {
  const numberOf = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5));
  return numberOf(last) - numberOf(first) + 1;
}

/** How long the history is, and how many events each month has. */
export const startHistoryLength: StartCheck<AuditedItem> = ({ asOfMs }): Fold<AuditedItem> => {
  const months = new Map<string, number>();
  let firstMs = Number.POSITIVE_INFINITY;
  let lastMs = Number.NEGATIVE_INFINITY;
  let days = new Map<number, string>();

  /** The month of a moment; ISO texts are dear, so those of recent days are remembered. */
  const monthOf = (timeMs: number): string => {
    const day = dayOf(timeMs);
    const known = days.get(day);
    if (known !== undefined) return known;
    if (days.size > 10_000) days = new Map();
    const month = isoTime(timeMs).slice(0, 7);
    days.set(day, month);
    return month;
  };

  return {
    take(item) {
      if (item.kind !== 'event' || !isPlausibleTime(item.event.timeMs, asOfMs)) return;
      const { timeMs } = item.event;
      firstMs = Math.min(firstMs, timeMs);
      lastMs = Math.max(lastMs, timeMs);
      const month = monthOf(timeMs);
      months.set(month, (months.get(month) ?? 0) + 1);
    },
    finding() {
      const title = 'Months of history';
      if (months.size === 0) {
        const blocks = blocksOf(0, 0);
        const advice = 'Audit a file or a span of the archive that holds events.';
        return finding({
          check: 'history-length',
          title,
          verdict: 'problem',
          summary: 'no event with a usable date',
          advice,
          blocks,
        });
      }
      const elapsedDays = dayOf(lastMs) - dayOf(firstMs) + 1;
      const elapsedMonths = elapsedDays / daysPerMonth;
      const verdict = verdictOf(elapsedDays, months.size);
      const [first, last] = [monthOf(firstMs), monthOf(lastMs)];
      const without = monthsFrom(first, last) - months.size;
      const gaps = without === 0 ? '' : `, months without any event: ${countText(without)}`;
      return finding({
        check: 'history-length',
        title,
        verdict,
        summary: `${elapsedMonths.toFixed(1)} months, ${dayText(firstMs)} to ${dayText(lastMs)}${gaps}`,
        figures: [
          { label: 'months of history', unit: 'months', value: elapsedMonths },
          { label: 'first event', unit: 'text', value: isoTime(firstMs) },
          { label: 'last event', unit: 'text', value: isoTime(lastMs) },
          { label: 'months with events', unit: 'count', value: months.size },
        ],
        breakdowns: [byMonth(months, first, last)],
        advice:
          verdict === 'ok'
            ? 'Nothing to do.'
            : `Import older history if there is any; a season that was never seen cannot be told from a customer who leaves (12 months).`,
        blocks: blocksOf(elapsedDays, months.size),
      });
    },
  };
};
