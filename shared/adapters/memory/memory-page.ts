import { type Item, text } from '../aws/item-attributes.ts';
import { pageToken, readPageToken } from '../aws/page-token.ts';
import { compareTexts } from './memory-table.ts';

/** Compares two items by the texts of some attributes, the first that differs deciding. */
function compareBy(attributes: readonly string[], a: Item, b: Item): number {
  for (const attribute of attributes) {
    const order = compareTexts(text(a, attribute), text(b, attribute));
    if (order !== 0) return order;
  }
  return 0;
}

/**
 * One page of a list of items in the order of some attributes. As in DynamoDB a page that is full gives a token, even if
 * nothing comes after it. Throws on a token that is malformed.
 */
export function memoryPage(
  items: readonly Item[],
  order: { readonly by: readonly string[]; readonly isAscending: boolean },
  page: { readonly limit: number; readonly next: string | null },
): { items: Item[]; next: string | null } {
  const direction = order.isAscending ? 1 : -1;
  const sorted = items.toSorted((a, b) => direction * compareBy(order.by, a, b));
  const after = page.next === null ? null : readPageToken(page.next);
  const rest = after === null ? sorted : sorted.filter((item) => direction * compareBy(order.by, item, after) > 0);
  const found = rest.slice(0, page.limit);
  const last = found.at(-1);
  if (last === undefined || found.length < page.limit) return { items: found, next: null };
  return {
    items: found,
    next: pageToken(Object.fromEntries(order.by.map((name) => [name, { S: text(last, name) }]))),
  };
}
