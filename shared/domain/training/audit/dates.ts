import { isoTime } from '#contracts/time.ts';
import type { AuditedItem } from './audited-item.ts';
import { type Block, countFigure, finding, gradeShare, shareOf, uses } from './finding.ts';
import { Examples, type Fold, type StartCheck } from './fold.ts';
import { isZeroDate } from './plausible-time.ts';
import { dayText, partText } from './wording.ts';

/** More records than this share without a usable date are a problem. */
const problemShare = 0.01;

/** With more than this share, nothing can be judged by time. */
const hopelessShare = 0.2;

type Kind = 'missing' | 'unreadable' | 'future' | 'zero';

const causes = new Map<string, Kind>([
  ['no date', 'missing'],
  ['bad date', 'unreadable'],
  ['future date', 'future'],
]);

function blocksOf(share: number): Block[] {
  if (share <= problemShare) return [];
  const reason = `${(share * 100).toFixed(1)} % of the records have no usable date`;
  return uses.filter((use) => share > hopelessShare || use === 'churn model').map((use) => ({ use, reason }));
}

/** Missing dates, dates that cannot be read, zero dates, and dates that are still to come. */
export const startDates: StartCheck<AuditedItem> = ({ asOfMs }): Fold<AuditedItem> => {
  const counts: Record<Kind, number> = { missing: 0, unreadable: 0, future: 0, zero: 0 };
  const examples = new Examples();
  let records = 0;

  const ofEvent = (timeMs: number): Kind | null => {
    if (isZeroDate(timeMs)) return 'zero';
    return timeMs > asOfMs ? 'future' : null;
  };

  return {
    take(item) {
      if (item.kind === 'twin rows') return;
      records += item.rows;
      const kind = item.kind === 'event' ? ofEvent(item.event.timeMs) : causes.get(item.cause);
      if (kind === null || kind === undefined) return;
      counts[kind] += item.rows;
      examples.add(() =>
        item.kind === 'event'
          ? `${item.event.id}: ${isoTime(item.event.timeMs)} (${item.source})`
          : `${item.where}: ${item.detail}`,
      );
    },
    finding() {
      const bad = counts.missing + counts.unreadable + counts.future + counts.zero;
      return finding({
        check: 'dates',
        title: 'Missing and impossible dates',
        verdict: records === 0 ? 'not applicable' : gradeShare(bad, records, problemShare),
        summary:
          bad === 0
            ? `every record has a date, none later than ${dayText(asOfMs)}`
            : `${partText(bad, records, 'records')} have no usable date`,
        figures: [
          countFigure('records without a usable date', bad),
          countFigure('missing', counts.missing),
          countFigure('cannot be read', counts.unreadable),
          countFigure('zero dates (1970)', counts.zero),
          countFigure('still to come', counts.future),
        ],
        examples: examples.texts,
        advice:
          bad === 0
            ? 'Nothing to do.'
            : 'Correct the dates in the export, or the form of the date in the mapping; what is still to come cannot be counted.',
        blocks: blocksOf(shareOf(bad, records)),
      });
    },
  };
};
