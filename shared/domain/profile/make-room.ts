import type { EventIdPage, PagedIds, ProfileRecord } from '#contracts/profile-record.ts';
import { mostIdsOfNewFilter, withPagedIds } from './event-id-filter.ts';
import { eventIdHashBytes, packEventIds, unpackEventIds } from './event-ids.ts';
import { pageExpiryMs } from './horizon.ts';
import { itemBudgetBytes, profileItemBytes } from './item-budget.ts';
import type { PageLookup } from './known-ids.ts';

/** Fewer ids than this are not worth a page: it costs what a larger item costs, and more often. */
export const leastIdsOfPage = 8;

export type Room = { readonly record: ProfileRecord; readonly page: EventIdPage | null };

/** What is known of the pages once this one is among them: made anew where all of them were read and are few. */
function pagedIdsWith(before: PagedIds, pages: PageLookup | null, leaving: readonly string[]): PagedIds {
  const few = pages?.few ?? null;
  if (few === null || few.length + leaving.length > mostIdsOfNewFilter) return withPagedIds(before, leaving);
  return withPagedIds({ kind: 'none' }, [...few, ...leaving]);
}

/**
 * Makes a record fit its budget: where it would not, all ids *that were read* leave for one page. Ids of this very write
 * stay, because the page is written first: if the write then failed, they would be taken for counted. The page is named
 * after the version that was read and holds all ids of that version, so its content follows from its name: two
 * writers, or a late one, can only write the same again.
 *
 * `before` is what was read, `next` what is to be written, with the ids of both in it; `isFromHistory` says whether those of
 * this write came with an import.
 */
export function makeRoom(
  before: ProfileRecord | null,
  next: ProfileRecord,
  pages: PageLookup | null,
  { nowMs, isFromHistory }: { readonly nowMs: number; readonly isFromHistory: boolean },
): Room {
  const idsRead = (before?.recentEventIds.length ?? 0) / eventIdHashBytes;
  if (before === null || idsRead < leastIdsOfPage || profileItemBytes(next) <= itemBudgetBytes) {
    return { record: next, page: null };
  }
  const leaving = unpackEventIds(before.recentEventIds);
  const { tenant, customerId, version } = before;
  return {
    record: {
      ...next,
      recentEventIds: packEventIds(unpackEventIds(next.recentEventIds).slice(idsRead)),
      recentFromHistory: isFromHistory,
      pagedIds: pagedIdsWith(before.pagedIds, pages, leaving),
    },
    page: {
      tenant,
      customerId,
      version,
      eventIds: before.recentEventIds,
      expiresMs: pageExpiryMs(nowMs, before.recentFromHistory),
    },
  };
}
