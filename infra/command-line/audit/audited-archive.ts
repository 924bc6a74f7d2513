import type { ArchivedEvent } from '#contracts/archived-event.ts';
import { conform } from '#domain/ingest/conform.ts';
import type { TrackingPlan } from '#domain/ingest/tracking-plan.ts';
import { customerOf } from '#domain/profile/customer-of.ts';
import type { AuditedItem } from '#domain/training/audit/audited-item.ts';
import { type ArchiveDays, type ArchiveEntry, type EventArchiveReader, maximumListed } from '#ports/event-archive.ts';
import { CommandError } from '../command-error.ts';
import { allItems } from '../paged.ts';
import type { Progress } from '../progress.ts';

export type ArchiveSettings = {
  readonly archive: EventArchiveReader;
  readonly tenant: string;
  readonly days: ArchiveDays;
  readonly plan: TrackingPlan;
  readonly progress: Progress;
};

/** Most objects of one audit; their keys are held in memory, so that the time left is known. */
const maximumObjects = 1_000_000;

/** An event that was accepted is held to the plan of today, which may be another than that of its day. */
function itemOf(plan: TrackingPlan, key: string, archived: ArchivedEvent): AuditedItem {
  const { source, mode, correlationId: _request, asOfMs: _asOf, ...event } = archived;
  const conformed = conform(plan, event);
  if (conformed.kind === 'problem') {
    const [reason, where] = ['breaks the tracking plan', `${key}, event ${event.id}`];
    return { kind: 'left out', cause: 'off the plan', source, rows: 1, reason, detail: conformed.detail, where };
  }
  const clock = mode === 'live' ? 'live' : 'history';
  const customerId = customerOf(event);
  return {
    kind: 'event',
    event: conformed.event,
    source,
    customerId,
    rows: 1,
    clock,
    sentMs: null,
    reports: conformed.reports,
  };
}

async function objectsOf({ archive, tenant, days }: ArchiveSettings): Promise<ArchiveEntry[]> {
  const found: ArchiveEntry[] = [];
  for await (const entry of allItems((page) => archive.list(tenant, days, page), maximumListed)) {
    found.push(entry);
    if (found.length > maximumObjects) {
      throw new CommandError(
        `Cannot audit the archive of ${tenant}: it has more than ${maximumObjects} objects in these days; pass a shorter span with --from and --to`,
      );
    }
  }
  return found;
}

/** Every event that a tenant's archive holds for some days → what an audit looks at. Copies of an event come as they are. */
export async function* auditedArchive(settings: ArchiveSettings): AsyncGenerator<AuditedItem> {
  const { archive, tenant, plan, progress } = settings;
  const objects = await objectsOf(settings);
  const bytes = objects.reduce((sum, { compressedBytes }) => sum + compressedBytes, 0);
  progress.begin('Reading the archive', { unit: 'events', share: 'bytes' }, bytes);
  try {
    for (const { key, compressedBytes } of objects) {
      let events = 0;
      for await (const archived of archive.read(tenant, key)) {
        events += 1;
        yield itemOf(plan, key, archived);
      }
      progress.count(events);
      progress.advance(compressedBytes);
    }
  } finally {
    progress.end();
  }
}
