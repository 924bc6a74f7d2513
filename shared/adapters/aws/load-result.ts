import type { LoadResult } from '#ports/profile-store.ts';
import type { Item } from './item-attributes.ts';
import { parseProfileItem } from './profile-item.ts';

/** The profile in an item, or null where there is none; failed, with the reason, where the item cannot be read. */
export function loadResultOf(item: Item | null): LoadResult {
  try {
    return { kind: 'read', record: item === null ? null : parseProfileItem(item) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { kind: 'failed', error };
  }
}
