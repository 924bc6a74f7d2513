import type { AuditedItem } from './audited-item.ts';
import { countFigure, finding, shareFigure, shareOf } from './finding.ts';
import { Examples, type Fold, type StartCheck } from './fold.ts';
import { partText, pluralText } from './wording.ts';

/** The clocks of sender and receiver may differ by so much, the way included. */
const toleranceMs = 300_000;

const warningShare = 0.01;
const problemShare = 0.2;

/** Senders whose clocks are wrong, and events that have no time of their own. */
export const startClockSkew: StartCheck<AuditedItem> = (): Fold<AuditedItem> => {
  const examples = new Examples();
  const about = { check: 'clock-skew', title: "Senders' clocks" };
  let live = 0;
  let compared = 0;
  let skewed = 0;
  let timeless = 0;
  return {
    take(item) {
      if (item.kind !== 'event' || item.clock !== 'live') return;
      const { event, sentMs } = item;
      live += 1;
      if (event.timeMs === event.receivedMs) timeless += 1;
      if (sentMs === null) return;
      compared += 1;
      const skewMs = event.receivedMs - sentMs;
      if (Math.abs(skewMs) <= toleranceMs) return;
      skewed += 1;
      const minutes = pluralText(Math.round(Math.abs(skewMs) / 60_000), 'minute');
      examples.add(() => `${event.id}: ${minutes} ${skewMs > 0 ? 'behind' : 'ahead'} (${item.source})`);
    },
    finding() {
      if (live === 0) {
        const summary = 'history says nothing about the clocks of its senders';
        return finding({ ...about, verdict: 'not applicable', summary, advice: 'Nothing to do.' });
      }
      const share = Math.max(shareOf(skewed, compared), shareOf(timeless, live));
      const verdict = share > problemShare ? 'problem' : share > warningShare ? 'warning' : 'ok';
      return finding({
        ...about,
        verdict,
        summary: `${compared === 0 ? 'no event says when it was sent' : `${partText(skewed, compared, 'events that say when they were sent')} were sent by a clock more than 5 minutes off`}; ${partText(timeless, live, 'live events')} took the moment of receipt as their time`,
        figures: [
          countFigure('sent by a wrong clock', skewed),
          countFigure('events that say when they were sent', compared),
          countFigure('time is the moment of receipt', timeless),
          shareFigure('share with the moment of receipt', timeless, live),
        ],
        examples: examples.texts,
        advice:
          verdict === 'ok'
            ? 'Nothing to do.'
            : 'Let senders give both timestamp and sentAt, so that a wrong clock is taken out and the true moment is known.',
      });
    },
  };
};
