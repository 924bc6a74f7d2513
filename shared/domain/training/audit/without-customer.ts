import type { AuditedItem } from './audited-item.ts';
import { type Block, countFigure, finding, gradeShare, shareFigure, shareOf, uses } from './finding.ts';
import { Examples, type Fold, type StartCheck } from './fold.ts';
import { partText, shareText } from './wording.ts';

/** More records than this share without a customer are a problem. */
const problemShare = 0.2;

/** With more than this share, what is left does not stand for the customers any more. */
const hopelessShare = 0.5;

function blocksOf(share: number): Block[] {
  if (share <= hopelessShare) return [];
  return uses.map((use) => ({ use, reason: `${shareText(share)} of the records name no customer` }));
}

/** How many records say nothing about any customer. */
export const startWithoutCustomer: StartCheck<AuditedItem> = (): Fold<AuditedItem> => {
  const examples = new Examples();
  let records = 0;
  let without = 0;
  return {
    take(item) {
      if (item.kind === 'twin rows') return;
      records += item.rows;
      const isNobodys = item.kind === 'event' ? item.customerId === null : item.cause === 'no customer';
      if (!isNobodys) return;
      without += item.rows;
      examples.add(() =>
        item.kind === 'event'
          ? `${item.event.name} ${item.event.id} (${item.source})`
          : `${item.where}: ${item.detail}`,
      );
    },
    finding() {
      return finding({
        check: 'without-customer',
        title: 'Records without a customer',
        verdict: records === 0 ? 'not applicable' : gradeShare(without, records, problemShare),
        summary:
          without === 0 ? 'every record names a customer' : `${partText(without, records, 'records')} name no customer`,
        figures: [
          countFigure('records', records),
          countFigure('without a customer', without),
          shareFigure('share without a customer', without, records),
        ],
        examples: examples.texts,
        advice:
          without === 0
            ? 'Nothing to do.'
            : 'Send a userId or an anonymousId with every event; what names nobody is left out, so ask whether guests are missing from the picture.',
        blocks: blocksOf(shareOf(without, records)),
      });
    },
  };
};
