import { dayMs } from '#domain/profile/profile-state.ts';
import type { AuditedItem } from './audited-item.ts';
import { countFigure, finding, shareFigure, shareOf } from './finding.ts';
import { Examples, type Fold, type StartCheck } from './fold.ts';
import { partText, pluralText } from './wording.ts';

/** Shares of events that came later than a day. */
const warningShare = 0.01;
const problemShare = 0.1;

const hourMs = 3_600_000;

const steps = [
  { name: 'within 5 minutes', upToMs: 300_000 },
  { name: 'within an hour', upToMs: hourMs },
  { name: 'within a day', upToMs: dayMs },
  { name: 'within 7 days', upToMs: 7 * dayMs },
  { name: 'within 30 days', upToMs: 30 * dayMs },
  { name: 'later', upToMs: Number.POSITIVE_INFINITY },
];

/** How long events took from happening to being received. */
export const startLateness: StartCheck<AuditedItem> = (): Fold<AuditedItem> => {
  const counts = new Array<number>(steps.length).fill(0);
  const examples = new Examples();
  const about = { check: 'lateness', title: 'Late events' };
  let live = 0;
  let late = 0;
  return {
    take(item) {
      if (item.kind !== 'event' || item.clock !== 'live') return;
      live += 1;
      const delayMs = item.event.receivedMs - item.event.timeMs;
      const step = steps.findIndex(({ upToMs }) => delayMs <= upToMs);
      counts[step] = (counts[step] ?? 0) + 1;
      if (delayMs <= dayMs) return;
      late += 1;
      examples.add(
        () =>
          `${item.event.name} ${item.event.id}: ${pluralText(Math.round(delayMs / dayMs), 'day')} late (${item.source})`,
      );
    },
    finding() {
      if (live === 0) {
        const summary = 'history says nothing about when its events were received';
        return finding({ ...about, verdict: 'not applicable', summary, advice: 'Nothing to do.' });
      }
      const share = shareOf(late, live);
      const verdict = share > problemShare ? 'problem' : share > warningShare ? 'warning' : 'ok';
      return finding({
        ...about,
        verdict,
        summary: `${partText(late, live, 'live events')} came later than a day`,
        figures: [countFigure('later than a day', late), shareFigure('share later than a day', late, live)],
        breakdowns: [
          {
            title: 'live events by delay',
            rows: steps.map(({ name }, index) => ({ name, count: counts[index] ?? 0 })),
            others: 0,
          },
        ],
        examples: examples.texts,
        advice:
          verdict === 'ok'
            ? 'Nothing to do.'
            : 'Flush the senders more often; until a late event arrives its customer looks quiet, and after 30 days it is set aside.',
      });
    },
  };
};
