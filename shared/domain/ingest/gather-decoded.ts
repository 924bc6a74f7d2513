import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { QuarantinedEvent } from '#contracts/quarantine.ts';
import type { PlanReport } from './conform.ts';
import type { DecodedItem } from './decode-segment-item.ts';

/** What became of the events of a request. */
export type DecodedRequest = {
  readonly kind: 'decoded';
  readonly events: readonly CanonicalEvent[];
  /** An upper bound of the size of those events in the queue. */
  readonly mostBytes: number;
  readonly quarantined: readonly QuarantinedEvent[];
  /** For each event that is off the tracking plan, what about it is. */
  readonly reports: readonly (readonly PlanReport[])[];
};

/** Sorts what became of each event into what became of the request. */
export function gatherDecoded(items: Iterable<DecodedItem>): DecodedRequest {
  const events: CanonicalEvent[] = [];
  let mostBytes = 0;
  const quarantined: QuarantinedEvent[] = [];
  const reports: (readonly PlanReport[])[] = [];
  for (const item of items) {
    if (item.kind === 'quarantined') {
      quarantined.push(item.entry);
      continue;
    }
    events.push(item.event);
    mostBytes += item.mostBytes;
    if (item.reports.length > 0) reports.push(item.reports);
  }
  return { kind: 'decoded', events, mostBytes, quarantined, reports };
}
