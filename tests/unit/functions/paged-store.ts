import type { EventIdPage } from '#contracts/profile-record.ts';
import { eventIdHash, packEventIds } from '#domain/profile/event-ids.ts';
import { createPageCache, type PageCacheBounds } from '#functions/profile/page-cache.ts';
import { firstPagePosition, type ProfileStore } from '#ports/profile-store.ts';
import { ThrottledError } from '#ports/throttled-error.ts';
import { exampleProfile } from '../../contract/example-records.ts';

/** The moment that these tests call now. */
export const nowMs = 1_000_000;
/** A customer whose pages have to be asked each time. */
export const owner = (customerId: string) =>
  exampleProfile({ tenant: 'shop', customerId }, { pagedIds: { kind: 'look' } });

export const idsNamed = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => eventIdHash(`${prefix} ${index}`));
export const pageOf = (
  customerId: string,
  version: number,
  ids: readonly string[],
  expiresMs = nowMs + 1,
): EventIdPage => {
  return { tenant: 'shop', customerId, version, eventIds: packEventIds(ids), expiresMs };
};

/**
 * A store of pages that remembers after which version it was asked, and how many ids it gave; `chunkSize` pages a request. It
 * throttles the requests that `isThrottled` names by their number.
 */
export function createPages(
  pages: EventIdPage[],
  options: Partial<{ bounds: PageCacheBounds; chunkSize: number; isThrottled: (request: number) => boolean }> = {},
) {
  const asked: number[] = [];
  const given: number[] = [];
  const { chunkSize = 1_000, isThrottled = () => false } = options;
  const store: Pick<ProfileStore, 'loadPages'> = {
    async loadPages(tenant, customerId, after) {
      asked.push(after === firstPagePosition ? -1 : Number(after.split(' ')[0]));
      if (isThrottled(asked.length)) throw new ThrottledError('read the pages', null);
      // Several pages may have one version, as those of layout 1 have.
      const all = pages.filter((page) => page.tenant === tenant && page.customerId === customerId);
      const ordered = all.toSorted((a, b) => a.version - b.version);
      const placed = ordered.map((page, index) => ({ page, position: `${page.version} ${index}` }));
      const rest = placed.slice(placed.findIndex(({ position }) => position === after) + 1);
      const found = rest.slice(0, chunkSize);
      given.push(found.reduce((sum, { page }) => sum + page.eventIds.length / 8, 0));
      return {
        pages: found.map(({ page }) => page),
        position: found.at(-1)?.position ?? after,
        more: rest.length > found.length,
      };
    },
  };
  return { asked, given, cache: createPageCache(store, options.bounds) };
}

/** So many different ids, packed. */
export const packed = (customer: number, count: number) => {
  const ids = new Uint32Array(count * 2).map((_, at) => (at % 2 === 0 ? customer + 1 : at * 2_654_435_761));
  return new Uint8Array(ids.buffer);
};
