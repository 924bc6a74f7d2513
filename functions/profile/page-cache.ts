import type { EventIdPage, ProfileRecord } from '#contracts/profile-record.ts';
import { mostIdsOfNewFilter } from '#domain/profile/event-id-filter.ts';
import { EventIdSet } from '#domain/profile/event-id-set.ts';
import { unpackEventIds } from '#domain/profile/event-ids.ts';
import type { PageLookup } from '#domain/profile/known-ids.ts';
import { dayMs } from '#domain/profile/profile-state.ts';
import { firstPagePosition, type PagePosition, type ProfileStore } from '#ports/profile-store.ts';

/** The pages of one customer, as far as they have been read. */
type Entry = {
  readonly sinceMs: number;
  readonly ids: EventIdSet;
  /** The same ids as long as they are few enough for a filter; else null. */
  few: Set<string> | null;
  position: PagePosition;
};

/** Ids that all cached customers may have together, unless one alone has more: 128 to 256 MB, of the 1,024 of the function. */
const mostIdsCached = 8_000_000;

/** Ids that one customer may have: 64 MB of pages, and 128 MB here. */
const mostIdsOfCustomer = 8_000_000;

/** Most requests of one look: several times as many as the ids above need, for pages that expired and are still there. */
const mostChunks = 500;

/** How long a customer is remembered before the pages are read anew, so that ids that have expired leave. */
const longestKeptMs = dayMs;

/** Looks into the pages of customers, and remembers those of hot ones for the next time. */
export type PageCache = {
  look(record: ProfileRecord, nowMs: number): Promise<PageLookup>;
};

/** Bounds on the ids that are kept. */
export type PageCacheBounds = { readonly together: number; readonly ofCustomer: number };

const keyOf = ({ tenant, customerId }: ProfileRecord) => JSON.stringify([tenant, customerId]);

function newEntry(nowMs: number): Entry {
  return { sinceMs: nowMs, ids: new EventIdSet(), few: new Set(), position: firstPagePosition };
}

function addPages(entry: Entry, pages: readonly EventIdPage[], nowMs: number): void {
  for (const page of pages) {
    if (page.expiresMs <= nowMs) continue;
    entry.ids.addPacked(page.eventIds);
    if (entry.ids.size > mostIdsOfNewFilter) entry.few = null;
    if (entry.few === null) continue;
    for (const idHash of unpackEventIds(page.eventIds)) entry.few.add(idHash);
  }
}

function lookupOf({ ids, few }: Entry): PageLookup {
  return { has: (idHash) => ids.has(idHash), few: few === null ? null : [...few] };
}

function tooManyIds({ tenant, customerId }: ProfileRecord, most: number): Error {
  return new Error(
    `Cannot look into the pages of customer ${customerId} of ${tenant}: they hold more than ${most} event ids; find out what ` +
      'sends so many events for one customer, and redrive the dead letters once enough of the pages have expired',
  );
}

/**
 * Makes a cache for as long as the process lives. Pages never change, and those that a later write refers to come after
 * them: so what was read stays true, and only later pages have to be asked for. A page that an overtaken writer adds
 * before them belongs to a write that is refused, and its ids lie in others. Each chunk that was read is kept at once, so that
 * whoever is throttled in the middle has only the rest to read.
 *
 * That holds once layout 2 is stored. As long as a customer is in layout 1, the code that wrote it may still add pages
 * and refer to them: they are all read each time.
 */
export function createPageCache(
  store: Pick<ProfileStore, 'loadPages'>,
  bounds: PageCacheBounds = { together: mostIdsCached, ofCustomer: mostIdsOfCustomer },
): PageCache {
  // In order of last use, the longest unused first.
  const cached = new Map<string, Entry>();
  // Customers with too many ids, and when that was found out: their pages are not read again for each message.
  const refused = new Map<string, number>();
  // One that has hardly any ids takes room all the same.
  const weightOf = (entry: Entry) => Math.max(entry.ids.size, mostIdsOfNewFilter);

  const keep = (key: string, entry: Entry) => {
    cached.delete(key);
    cached.set(key, entry);
    let total = 0;
    for (const one of cached.values()) total += weightOf(one);
    for (const [oldest, one] of cached) {
      if (total <= bounds.together || oldest === key) return;
      cached.delete(oldest);
      total -= weightOf(one);
    }
  };

  const isOver = (sinceMs: number | undefined, nowMs: number) =>
    sinceMs === undefined || nowMs - sinceMs > longestKeptMs;

  /** Reads from where the entry is to the end; `onChunk` is told after each chunk whether there is more. */
  const readOn = async (record: ProfileRecord, entry: Entry, nowMs: number, onChunk: (more: boolean) => void) => {
    const key = keyOf(record);
    if (!isOver(refused.get(key), nowMs)) throw tooManyIds(record, bounds.ofCustomer);
    refused.delete(key);
    for (let chunks = 0; chunks < mostChunks; chunks += 1) {
      const chunk = await store.loadPages(record.tenant, record.customerId, entry.position);
      addPages(entry, chunk.pages, nowMs);
      entry.position = chunk.position;
      if (entry.ids.size > bounds.ofCustomer) {
        cached.delete(key);
        refused.set(key, nowMs);
        throw tooManyIds(record, bounds.ofCustomer);
      }
      onChunk(chunk.more);
      if (!chunk.more) return;
    }
    throw new Error(
      `Cannot look into the pages of customer ${record.customerId}: ${mostChunks} requests are not enough`,
    );
  };

  return {
    async look(record, nowMs) {
      if (record.pagedIds.kind === 'older') {
        const entry = newEntry(nowMs);
        await readOn(record, entry, nowMs, () => undefined);
        return lookupOf(entry);
      }
      const key = keyOf(record);
      const known = cached.get(key);
      const entry = known === undefined || isOver(known.sinceMs, nowMs) ? newEntry(nowMs) : known;
      await readOn(record, entry, nowMs, (more) => {
        // Few ids are read again each time, so that the filter can be made anew from what has not expired.
        if (more || entry.few === null) keep(key, entry);
        else cached.delete(key);
      });
      return lookupOf(entry);
    },
  };
}
