import type { ProfileRecord } from '#contracts/profile-record.ts';
import type { ScannedPage } from '#ports/profile-scan.ts';
import { type Item, text } from './item-attributes.ts';
import { parseProfileItem } from './profile-item.ts';

/** Items → profiles; what cannot be read is told, and keeps none of the others back. */
export function readProfileItems(items: readonly Item[]): Pick<ScannedPage, 'records' | 'unreadable'> {
  const records: ProfileRecord[] = [];
  const unreadable: { key: string; reason: string }[] = [];
  for (const item of items) {
    try {
      records.push(parseProfileItem(item));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      unreadable.push({ key: text(item, 'pk'), reason: error.message });
    }
  }
  return { records, unreadable };
}
