import type { EventIdPage, ProfileRecord } from '#contracts/profile-record.ts';
import { mostIdsOfNewFilter } from '#domain/profile/event-id-filter.ts';
import { EventIdSet } from '#domain/profile/event-id-set.ts';
import { eventIdHashBytes, unpackEventIds } from '#domain/profile/event-ids.ts';
import type { PageLookup } from '#domain/profile/known-ids.ts';
import type { ProfileStore } from '#ports/profile-store.ts';

/** The pages of one hot customer, as far as they have been read. */
type Cached = { readonly ids: EventIdSet; lastVersion: number };

/** Ids that all cached customers may have together, unless one alone has more: 128 to 256 MB, of the 1,024 of the function. */
const mostIdsCached = 8_000_000;

/** Looks into the pages of customers, and remembers those of hot ones for the next time. */
export type PageCache = {
  look(record: ProfileRecord, nowMs: number): Promise<PageLookup>;
};

function idsIn(pages: readonly EventIdPage[]): number {
  return pages.reduce((sum, page) => sum + page.eventIds.length / eventIdHashBytes, 0);
}

function lookupOf(pages: readonly EventIdPage[]): PageLookup {
  const few = pages.flatMap((page) => unpackEventIds(page.eventIds));
  const known = new Set(few);
  return { has: (idHash) => known.has(idHash), few };
}

/**
 * Makes a cache for as long as the process lives. Pages never change, and those that a later write refers to have a later
 * version: so what was read stays true, and only later pages have to be asked for. A page that an overtaken
 * writer adds below that version belongs to a write that is refused, and its ids lie in others.
 */
export function createPageCache(store: Pick<ProfileStore, 'loadPages'>, mostIds = mostIdsCached): PageCache {
  // In order of last use, the longest unused first.
  const cached = new Map<string, Cached>();

  const keep = (key: string, entry: Cached) => {
    cached.delete(key);
    cached.set(key, entry);
    let total = 0;
    for (const one of cached.values()) total += one.ids.size;
    for (const [oldest, one] of cached) {
      if (total <= mostIds || oldest === key) return;
      cached.delete(oldest);
      total -= one.ids.size;
    }
  };

  return {
    async look({ tenant, customerId }, nowMs) {
      const key = JSON.stringify([tenant, customerId]);
      const entry = cached.get(key) ?? { ids: new EventIdSet(), lastVersion: -1 };
      const pages = await store.loadPages(tenant, customerId, entry.lastVersion);
      if (entry.lastVersion === -1) {
        const remembered = pages.filter((page) => page.expiresMs > nowMs);
        if (idsIn(remembered) <= mostIdsOfNewFilter) return lookupOf(remembered);
      }
      for (const page of pages) {
        entry.ids.addPacked(page.eventIds);
        entry.lastVersion = Math.max(entry.lastVersion, page.version);
      }
      keep(key, entry);
      return { has: (idHash) => entry.ids.has(idHash), few: null };
    },
  };
}
