import { plannedEvent, plannedEvents } from '#domain/ingest/tracking-plan.ts';
import type { AuditedItem } from './audited-item.ts';
import { BoundedCounts } from './bounded-counts.ts';
import { countFigure, finding, gradeShare, shareFigure } from './finding.ts';
import type { Fold, StartCheck } from './fold.ts';
import { nearName } from './near-name.ts';
import { countText, partText, shownText } from './wording.ts';

/** More track events than this share under names that the plan does not know are a problem. */
const problemShare = 0.2;

const maximumNames = 1_000;

const maximumExamples = 8;

/** Track events under names that the tracking plan does not know: they count as a sign of life, and as nothing else. */
export const startPlanNames: StartCheck<AuditedItem> = ({ definitions: { plan } }): Fold<AuditedItem> => {
  const unknown = new BoundedCounts(maximumNames);
  const known = new BoundedCounts(maximumNames);
  return {
    take(item) {
      if (item.kind !== 'event' || item.event.type !== 'track') return;
      const { name } = item.event;
      (plannedEvent(plan, name) === undefined ? unknown : known).add(name);
    },
    finding() {
      const total = unknown.total + known.total;
      const names = plannedEvents(plan).map((event) => event.name);
      const lines = unknown.descending.map(({ name, count }) => {
        const near = nearName(name, names);
        const hint = near === null ? '' : `; did it mean "${near}"?`;
        return { isNear: near !== null, text: `${shownText(name)} (${countText(count)})${hint}` };
      });
      const near = lines.filter((line) => line.isNear);
      const sorted = [...near, ...lines.filter((line) => !line.isNear)];
      return finding({
        check: 'plan-names',
        title: 'Events off the tracking plan',
        verdict: total === 0 ? 'not applicable' : gradeShare(unknown.total, total, problemShare),
        summary:
          total === 0
            ? 'no track event'
            : unknown.total === 0
              ? 'every track event has a name of the plan'
              : `${partText(unknown.total, total, 'track events')} have a name that the plan does not know`,
        figures: [
          countFigure('track events', total),
          countFigure('off the plan', unknown.total),
          shareFigure('share off the plan', unknown.total, total),
          countFigure('names off the plan', unknown.size),
          countFigure('nearly a name of the plan', near.length),
        ],
        breakdowns: [
          ...(known.size === 0 ? [] : [known.breakdown('track events of the plan')]),
          ...(unknown.size === 0 ? [] : [unknown.breakdown('track events off the plan')]),
        ],
        examples: sorted.slice(0, maximumExamples).map((line) => line.text),
        advice:
          unknown.total === 0
            ? 'Nothing to do.'
            : 'Declare these events in retention/tracking-plan.ts, with an alias where only the spelling differs: undeclared ones count as a sign of life and as nothing else.',
        approximate: unknown.approximate,
      });
    },
  };
};
