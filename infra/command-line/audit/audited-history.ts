import { customerOf } from '#domain/profile/customer-of.ts';
import type { AuditedItem } from '#domain/training/audit/audited-item.ts';
import { type HistoryEntry, type HistorySettings, readHistory } from '../import/read-history.ts';
import { leftOutCause } from './left-out-cause.ts';

/** The end of a path that tells files apart, in partitioned directories too. */
function shortPath(path: string): string {
  const parts = path.split(/[/\\]/);
  return parts.length > 2 ? `…/${parts.slice(-2).join('/')}` : parts.join('/');
}

type EventEntry = Extract<HistoryEntry, { kind: 'event' }>;

/** Where the file says when the event arrived, its delay and the clock of its sender can be judged. */
function itemOf({ event, rows, reports, source, sentMs, receivedMs }: EventEntry): AuditedItem {
  const about = { kind: 'event', source, customerId: customerOf(event), rows, sentMs, reports } as const;
  if (receivedMs === null) return { ...about, event, clock: 'history' };
  return { ...about, event: { ...event, receivedMs }, clock: 'live' };
}

/** Files, as an import would read them → what an audit looks at. What an import would leave out is a finding, not an end. */
export async function* auditedHistory(settings: HistorySettings): AsyncGenerator<AuditedItem> {
  const importSource = `import/${settings.named.mapping.name}`;
  for await (const entry of readHistory(settings)) {
    if (entry.kind === 'event') {
      yield itemOf(entry);
      if (entry.twins > 0) yield { kind: 'twin rows', rows: entry.twins };
      continue;
    }
    const { rows, reason, detail, place } = entry;
    const where = `${shortPath(place.file)}, line ${place.line}`;
    yield { kind: 'left out', cause: leftOutCause(entry), source: importSource, rows, reason, detail, where };
  }
}
