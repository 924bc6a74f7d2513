import type { QuarantinedEvent } from '#contracts/quarantine.ts';
import type { LedgerReader, Page } from '#ports/ledger.ts';
import { maximumPages } from '../paged.ts';

/** Which part of the list: at most so many entries, from where the page before ended, of one reason or of any (null). */
export type ListRequest = { readonly limit: number; readonly next: string | null; readonly reason: string | null };

/**
 * A page of what was set aside, the latest first. Pages without an entry of the reason are passed over, so that an empty one
 * means that there are none (any more). Throws if the list has more pages than any list of ours.
 */
export async function listQuarantined(
  ledger: Pick<LedgerReader, 'quarantined'>,
  tenant: string,
  { limit, next: from, reason }: ListRequest,
): Promise<Page<QuarantinedEvent>> {
  let next = from;
  for (let pages = 0; pages < maximumPages; pages += 1) {
    const page = await ledger.quarantined(tenant, { limit, next });
    const items = page.items.filter((one) => reason === null || one.reason === reason);
    if (items.length > 0 || page.next === null) return { items, next: page.next };
    next = page.next;
  }
  throw new Error(`Cannot read the list to its end: it has more than ${maximumPages} pages of ${limit}`);
}
