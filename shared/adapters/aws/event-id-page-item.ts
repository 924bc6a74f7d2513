import type { EventIdPage } from '#contracts/profile-record.ts';
import { latestTimeMs } from '#contracts/time.ts';
import type { PageChunk, PagePosition } from '#ports/profile-store.ts';
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

/**
 * What a query for the pages after a position gave. `stoppedAt` is the sort key at which it stopped with more to come,
 * null at the end. A position is the sort key of the page before it, which need not be there any more.
 */
export function pageChunkOf(items: readonly Item[], after: PagePosition, stoppedAt: string | null): PageChunk {
  const last = items.at(-1);
  return {
    pages: items.map(parseEventIdPageItem),
    position: stoppedAt ?? (last === undefined ? after : text(last, 'sk')),
    more: stoppedAt !== null,
  };
}
