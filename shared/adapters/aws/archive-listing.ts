import { archiveDayPrefix, archiveTenantPrefix, parseArchiveKey } from '#domain/ingest/archive-objects.ts';
import type { ArchiveDays, ArchiveEntry } from '#ports/event-archive.ts';
import type { Page } from '#ports/ledger.ts';

/** An object as the store lists it. */
export type ListedObject = { readonly key: string; readonly compressedBytes: number };

/** After which key a list begins: all keys of a day come after its prefix without the slash at its end. */
export function listsAfter(tenant: string, { from }: ArchiveDays): string {
  return from === null ? archiveTenantPrefix(tenant) : archiveDayPrefix(tenant, from).slice(0, -1);
}

/**
 * One page of a list, from what the store gave after a key. The list ends with its last day, for keys are in the order
 * of their days. Throws, naming it, if there is an object that is none of the archive.
 */
export function archivePage(
  tenant: string,
  days: ArchiveDays,
  listed: { readonly objects: readonly ListedObject[]; readonly more: boolean },
): Page<ArchiveEntry> {
  const items: ArchiveEntry[] = [];
  for (const { key, compressedBytes } of listed.objects) {
    const found = parseArchiveKey(key);
    if (found === null || found.tenant !== tenant) {
      throw new Error(`Cannot read the archive: ${key} is no object of it; move it away`);
    }
    if (days.to !== null && found.day > days.to) return { items, next: null };
    items.push({ key, day: found.day, compressedBytes });
  }
  return { items, next: listed.more ? (listed.objects.at(-1)?.key ?? null) : null };
}
