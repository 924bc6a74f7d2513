import type { DecodedRequest } from '#domain/ingest/gather-decoded.ts';
import { createPlanTally } from '#domain/ingest/plan-tally.ts';
import type { Observer } from '#ports/observer.ts';

/** Tells what about the events of a source the tracking plan does not foresee. */
export function tellOffPlan(
  observer: Pick<Observer, 'count' | 'note'>,
  source: string,
  reports: DecodedRequest['reports'],
): void {
  const tally = createPlanTally();
  for (const own of reports) tally.add(own);
  observer.count('EventsOffPlan', tally.events());
  if (tally.events() > 0) {
    observer.note('Events are off the tracking plan', { source, problems: tally.problems() });
  }
}
