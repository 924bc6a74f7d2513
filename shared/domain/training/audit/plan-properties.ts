import { plannedEvent } from '#domain/ingest/tracking-plan.ts';
import type { AuditedItem } from './audited-item.ts';
import { BoundedCounts } from './bounded-counts.ts';
import { countFigure, finding, gradeShare, shareFigure } from './finding.ts';
import { Examples, type Fold, type StartCheck } from './fold.ts';
import { partText, pluralText, shownText } from './wording.ts';

/** More events than this share with a property that breaks the plan are a problem. */
const problemShare = 0.05;

const maximumRules = 500;

/** Missing and wrong properties of events that the tracking plan knows, by event and rule. */
export const startPlanProperties: StartCheck<AuditedItem> = ({ definitions: { plan } }): Fold<AuditedItem> => {
  const rules = new BoundedCounts(maximumRules);
  const examples = new Examples();
  let events = 0;
  let wrong = 0;
  let refused = 0;
  return {
    take(item) {
      if (item.kind === 'twin rows') return;
      if (item.kind === 'left out') {
        if (item.cause !== 'off the plan') return;
        events += 1;
        wrong += 1;
        refused += 1;
        rules.add(`refused: ${item.reason}`);
        examples.add(() => `${item.where}: ${shownText(item.detail, 200)}`);
        return;
      }
      // What names are off the plan is another check's.
      if (plannedEvent(plan, item.event.name) === undefined) return;
      events += 1;
      if (item.reports.length === 0) return;
      wrong += 1;
      for (const report of item.reports) {
        rules.add(`${report.eventName}: ${report.rule}`);
        examples.add(
          () => `${report.eventName} ${item.event.id}: ${shownText(report.detail, 200)} (${report.outcome})`,
        );
      }
    },
    finding() {
      return finding({
        check: 'plan-properties',
        title: 'Properties against the tracking plan',
        verdict: events === 0 ? 'not applicable' : gradeShare(wrong, events, problemShare),
        summary:
          events === 0
            ? 'no event is declared in the plan'
            : wrong === 0
              ? 'every declared event carries what the plan asks for'
              : `${partText(wrong, events, 'declared events')} break the plan in ${pluralText(rules.size, 'way')}`,
        figures: [
          countFigure('declared events', events),
          countFigure('events that break the plan', wrong),
          shareFigure('share that breaks the plan', wrong, events),
          countFigure('refused for it', refused),
        ],
        breakdowns: rules.size === 0 ? [] : [rules.breakdown('events by rule that they break')],
        examples: examples.texts,
        advice:
          wrong === 0
            ? 'Nothing to do.'
            : 'Mend the events where they are made, or the plan where it asks for too much; refused ones never reach a profile.',
        approximate: rules.approximate,
      });
    },
  };
};
