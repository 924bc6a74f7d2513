import { isoTime } from '#contracts/time.ts';
import { dayOf } from '#domain/profile/profile-state.ts';
import type { AuditedItem } from './audited-item.ts';
import { type Block, type CheckVerdict, finding } from './finding.ts';
import type { Fold, StartCheck } from './fold.ts';
import { isPlausibleTime } from './plausible-time.ts';
import { dayText } from './wording.ts';

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
      const rows = [...months].map(([name, count]) => ({ name, count })).sort((a, b) => (a.name < b.name ? -1 : 1));
      const listed = rows.slice(-maximumMonths);
      const others = rows.slice(0, -maximumMonths).reduce((sum, row) => sum + row.count, 0);
      return finding({
        check: 'history-length',
        title,
        verdict,
        summary: `${elapsedMonths.toFixed(1)} months, ${dayText(firstMs)} to ${dayText(lastMs)}`,
        figures: [
          { label: 'months of history', unit: 'months', value: elapsedMonths },
          { label: 'first event', unit: 'text', value: isoTime(firstMs) },
          { label: 'last event', unit: 'text', value: isoTime(lastMs) },
          { label: 'months with events', unit: 'count', value: months.size },
        ],
        breakdowns: [{ title: 'events by month', rows: listed, others }],
        advice:
          verdict === 'ok'
            ? 'Nothing to do.'
            : `Import older history if there is any; a season that was never seen cannot be told from a customer who leaves (12 months).`,
        blocks: blocksOf(elapsedDays, months.size),
      });
    },
  };
};
