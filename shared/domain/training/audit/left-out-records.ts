import type { AuditedItem } from './audited-item.ts';
import { BoundedCounts } from './bounded-counts.ts';
import { countFigure, finding, gradeShare } from './finding.ts';
import { Examples, type Fold, type StartCheck } from './fold.ts';
import { countText, partText } from './wording.ts';

/** More records than this share that cannot be understood are a problem. */
const problemShare = 0.01;

const maximumReasons = 100;

/** What an import would leave out, by reason; records that cannot be understood speak against the data. */
export const startLeftOutRecords: StartCheck<AuditedItem> = (): Fold<AuditedItem> => {
  const reasons = new BoundedCounts(maximumReasons);
  const examples = new Examples();
  let records = 0;
  let unreadable = 0;
  return {
    take(item) {
      if (item.kind === 'twin rows') return;
      records += item.rows;
      if (item.kind === 'event') return;
      reasons.add(item.reason, item.rows);
      if (item.cause !== 'unreadable') return;
      unreadable += item.rows;
      examples.add(() => `${item.where}: ${item.detail}`);
    },
    finding() {
      const advice =
        unreadable > 0
          ? 'Correct these records in the export, or the mapping that reads them; an import leaves them out only when told to.'
          : 'Read the reasons once and see that they are meant.';
      return finding({
        check: 'left-out-records',
        title: 'Records that will not count',
        verdict: records === 0 ? 'not applicable' : gradeShare(unreadable, records, problemShare),
        summary:
          reasons.total === 0
            ? 'every record counts'
            : `${partText(reasons.total, records, 'records')} will not count, ${unreadable === 0 ? 'none' : countText(unreadable)} of them for being malformed (customers and dates are checks of their own)`,
        figures: [countFigure('will not count', reasons.total), countFigure('cannot be understood', unreadable)],
        breakdowns: reasons.size === 0 ? [] : [reasons.breakdown('records by reason')],
        examples: examples.texts,
        advice: reasons.total === 0 ? 'Nothing to do.' : advice,
        approximate: reasons.approximate,
      });
    },
  };
};
