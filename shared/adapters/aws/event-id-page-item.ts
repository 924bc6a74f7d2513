import type { EventIdPage } from '#contracts/profile-record.ts';
import { bytes, type Item, text } from './item-attributes.ts';
import { customerKey, pageSortKeyPrefix, parseCustomerKey, sortable } from './item-keys.ts';

/** Page of event ids → item, beside the profile that it belongs to. */
export function eventIdPageItem(page: EventIdPage): Item {
  return {
    pk: { S: customerKey(page.tenant, page.customerId) },
    sk: { S: `${pageSortKeyPrefix}${sortable(page.index)}` },
    ids: { B: page.eventIds },
  };
}

/** Item → page of event ids. Throws if the item does not hold one. */
export function parseEventIdPageItem(item: Item): EventIdPage {
  return {
    ...parseCustomerKey(text(item, 'pk')),
    index: Number(text(item, 'sk').slice(pageSortKeyPrefix.length)),
    eventIds: bytes(item, 'ids'),
  };
}
