import type { ArchivedEvent } from '#contracts/archived-event.ts';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { ClockMode } from '#contracts/clock-mode.ts';

/** An event as it was accepted, with what it came with. */
export type ArchivableEvent = {
  readonly event: CanonicalEvent;
  readonly source: string;
  readonly correlationId: string;
  readonly clock: ClockMode;
};

/** The event as it stands in the archive. */
export function archivedEventOf({ event, source, correlationId, clock }: ArchivableEvent): ArchivedEvent {
  const asOfMs = clock.mode === 'replay' ? clock.asOfMs : null;
  return { ...event, source, correlationId, mode: clock.mode, asOfMs };
}

/** One line of the archive: the parts in an order of their own, so that the same event always gives the same text. */
export function archiveLine(archived: ArchivedEvent): string {
  const { id, type, name, userId, anonymousId, accountId, timeMs, receivedMs, properties, context } = archived;
  const { tenant, source, correlationId, mode, asOfMs } = archived;
  const event = { id, type, name, userId, anonymousId, accountId, timeMs, receivedMs, properties, context };
  return JSON.stringify({ ...event, tenant, source, correlationId, mode, asOfMs });
}

/** The clock under which an archived event was judged. */
export function clockOfArchived({ mode, asOfMs }: Pick<ArchivedEvent, 'mode' | 'asOfMs'>): ClockMode {
  return mode === 'live' ? { mode } : { mode, asOfMs };
}

/** The event without what it came with. */
export function eventOfArchived(archived: ArchivedEvent): CanonicalEvent {
  const { source: _source, correlationId: _correlationId, mode: _mode, asOfMs: _asOfMs, ...event } = archived;
  return event;
}
