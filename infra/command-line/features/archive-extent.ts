import { type EventArchiveReader, maximumListed } from '#ports/event-archive.ts';
import { allItems } from '../paged.ts';

/** How much there is in the archive of a tenant, and since when. */
export type ArchiveExtent = {
  readonly objects: number;
  readonly compressedBytes: number;
  /** The first UTC day of receipt, such as `2026-01-31`; null where there is nothing. */
  readonly firstDay: string | null;
  readonly lastDay: string | null;
};

/** Lists the archive without reading it. */
export async function archiveExtent(archive: EventArchiveReader, tenant: string): Promise<ArchiveExtent> {
  const allDays = { from: null, to: null };
  let [objects, compressedBytes] = [0, 0];
  let firstDay: string | null = null;
  let lastDay: string | null = null;
  for await (const entry of allItems((page) => archive.list(tenant, allDays, page), maximumListed)) {
    objects += 1;
    compressedBytes += entry.compressedBytes;
    firstDay ??= entry.day;
    lastDay = entry.day;
  }
  return { objects, compressedBytes, firstDay, lastDay };
}
