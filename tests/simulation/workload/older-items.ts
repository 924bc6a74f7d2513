import type { Item } from '#adapters/aws/item-attributes.ts';
import { customerKey, sortable } from '#adapters/aws/item-keys.ts';
import { noRelations } from '#contracts/relations.ts';
import { customerOf } from '#domain/profile/customer-of.ts';
import { eventIdHash, packEventIds } from '#domain/profile/event-ids.ts';
import { foldEvent } from '#domain/profile/fold-event.ts';
import { judgeProfile } from '#domain/profile/judge-profile.ts';
import { emptyProfileState } from '#domain/profile/profile-state.ts';
import { olderProfileItem } from '../../contract/older-profile-code.ts';
import type { Deed } from './sim-event.ts';
import { firstSimRetention } from './sim-retention.ts';

/** How many ids a page of layout 1 held, and how many the item at most. */
const idsPerPage = 16;
const mostRecentIds = 32;

function pageItems(pk: string, hashes: readonly string[], pages: number): Item[] {
  return Array.from({ length: pages }, (_, index) => ({
    pk: { S: pk },
    sk: { S: `page#${sortable(index)}` },
    ids: { B: packEventIds(hashes.slice(index * idsPerPage, (index + 1) * idsPerPage)) },
  }));
}

/** The items of one customer with these events, as the code before layout 2 left them at `nowMs`. */
export function olderItemsOf(deeds: readonly Deed[], nowMs: number): Item[] {
  const first = deeds[0];
  const customerId = first === undefined ? null : customerOf(first);
  if (first === undefined || customerId === null) throw new Error('Cannot make items of no customer');
  const pk = customerKey(first.tenant, customerId);
  const state = deeds.reduce(
    (folded, deed) => foldEvent(firstSimRetention.folding.customer, folded, { ...deed, receivedMs: deed.timeMs }),
    emptyProfileState,
  );
  const hashes = deeds.map((deed) => eventIdHash(deed.id));
  const pages = Math.max(0, Math.ceil((hashes.length - mostRecentIds) / idsPerPage));
  const version = Math.max(1, Math.ceil(deeds.length / 2));
  const judged = { subject: 'customer', state, relations: noRelations, population: null } as const;
  const verdict = judgeProfile(firstSimRetention, judged, null, { profileVersion: version, nowMs, isHistory: false });
  const members = Object.entries(verdict.memberships).map(([name, { sinceMs, version: definition }]) => {
    return [name, { sinceMs, version: definition }];
  });
  const profile = olderProfileItem({
    tenant: first.tenant,
    customerId,
    version,
    state,
    recentEventIds: packEventIds(hashes.slice(pages * idsPerPage)),
    pageCount: pages,
    memberships: Object.fromEntries(members),
    riskBand: verdict.risk.band,
    judgedMs: nowMs,
    clock: 'live',
    wakeAtMs: verdict.nextChangeMs,
    outbox: '',
  });
  return [profile, ...pageItems(pk, hashes, pages)];
}
