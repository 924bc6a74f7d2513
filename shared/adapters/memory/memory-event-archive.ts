import { archiveTenantPrefix } from '#domain/ingest/archive-objects.ts';
import type { EventArchiveReader, EventArchiveWriter } from '#ports/event-archive.ts';
import { type Meter, unmetered } from '#ports/meter.ts';
import { archivedEvents } from '../aws/archive-lines.ts';
import { archivePage, listsAfter } from '../aws/archive-listing.ts';
import { compareTexts } from './memory-table.ts';

/** An archive in memory, with all of its objects: keys to lines. */
export type MemoryEventArchive = EventArchiveWriter &
  EventArchiveReader & { readonly objects: ReadonlyMap<string, readonly string[]> };

async function* linesOfObject(objects: ReadonlyMap<string, readonly string[]>, key: string): AsyncGenerator<string> {
  const lines = objects.get(key);
  if (lines === undefined) throw new Error('there is no such object');
  yield* lines;
}

/** Makes an empty archive in memory. */
export function createMemoryEventArchive(meter: Meter = unmetered): MemoryEventArchive {
  const objects = new Map<string, readonly string[]>();
  return {
    objects,
    async put({ key, lines }) {
      meter.count('S3 puts', 1);
      objects.set(key, [...lines]);
    },
    async list(tenant, days, { limit, next }) {
      const after = next ?? listsAfter(tenant, days);
      const prefix = archiveTenantPrefix(tenant);
      const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && compareTexts(key, after) > 0);
      const found = keys.sort(compareTexts);
      const listed = found.slice(0, limit).map((key) => {
        return { key, compressedBytes: Buffer.byteLength((objects.get(key) ?? []).join('\n')) + 1 };
      });
      return archivePage(tenant, days, { objects: listed, more: found.length > limit });
    },
    read: (tenant, key) => archivedEvents(tenant, key, linesOfObject(objects, key)),
  };
}
