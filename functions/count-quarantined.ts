import type { QuarantinedEvent } from '#contracts/quarantine.ts';
import type { Observer } from '#ports/observer.ts';

/** `no customer` → `EventsQuarantinedNoCustomer`. */
const metricOf = (reason: string) =>
  `EventsQuarantined${reason.replaceAll(/(?:^| )([a-z])/g, (_, letter: string) => letter.toUpperCase())}`;

/** Counts events that were set aside: all of them, and by reason. */
export function countQuarantined(
  observer: Pick<Observer, 'count'>,
  entries: readonly Pick<QuarantinedEvent, 'reason'>[],
): void {
  observer.count('EventsQuarantined', entries.length);
  for (const [reason, own] of Map.groupBy(entries, (entry) => entry.reason)) {
    observer.count(metricOf(reason), own.length);
  }
}
