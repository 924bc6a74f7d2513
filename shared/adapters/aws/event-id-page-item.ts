import type { EventIdPage } from '#contracts/profile-record.ts';
import { latestTimeMs } from '#contracts/time.ts';
import { eventIdHashBytes } from '#domain/profile/event-ids.ts';
import { maximumPagedIds } from '#ports/profile-store.ts';
import { bytes, type Item, optionalNumber, text } from './item-attributes.ts';
import { customerKey, parseCustomerKey, sortable, versionedPagePrefix } from './item-keys.ts';

/** Page of event ids → item, beside the profile that it belongs to. It expires by itself. */
export function eventIdPageItem(page: EventIdPage): Item {
  return {
    pk: { S: customerKey(page.tenant, page.customerId) },
    sk: { S: `${versionedPagePrefix}${sortable(page.version)}` },
    ids: { B: page.eventIds },
    expiresAt: { N: String(Math.ceil(page.expiresMs / 1000)) },
  };
}

/** Item → page of event ids; one of layout 1 has version 0. Throws if the item does not hold one. */
export function parseEventIdPageItem(item: Item): EventIdPage {
  const sortKey = text(item, 'sk');
  const expiresAtSeconds = optionalNumber(item, 'expiresAt');
  return {
    ...parseCustomerKey(text(item, 'pk')),
    version: sortKey.startsWith(versionedPagePrefix) ? Number(sortKey.slice(versionedPagePrefix.length)) : 0,
    eventIds: bytes(item, 'ids'),
    expiresMs: expiresAtSeconds === null ? latestTimeMs : expiresAtSeconds * 1000,
  };
}

/** The sort keys of the pages that come after a version; −1: all, those of layout 1 too. Both ends are included. */
export function pageKeyRange(afterVersion: number): { from: string; to: string } {
  const from = afterVersion < 0 ? 'page#' : `${versionedPagePrefix}${sortable(afterVersion + 1)}`;
  return { from, to: 'page#~' };
}

/** The pages, if they hold no more ids than may be read at once; throws, saying `what` cannot be read, if they do. */
export function pagesWithinBound(pages: EventIdPage[], what: string): EventIdPage[] {
  const ids = pages.reduce((sum, page) => sum + page.eventIds.length / eventIdHashBytes, 0);
  if (ids > maximumPagedIds) throw new Error(`Cannot read ${what}: they hold more than ${maximumPagedIds} ids`);
  return pages;
}
