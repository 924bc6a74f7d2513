import { bytes, type Item, number, text } from '#adapters/aws/item-attributes.ts';
import { customerKey, pageSortKeyPrefix, profileSortKey } from '#adapters/aws/item-keys.ts';
import { parseProfileItem } from '#adapters/aws/profile-item.ts';
import type { MemoryTable } from '#adapters/memory/memory-table.ts';
import { unpackEventIds } from '#domain/profile/event-ids.ts';
import { readOlderState } from '#domain/profile/older-state-layout.ts';
import type { WriteResult } from '#ports/profile-store.ts';
import { type OlderProfile, olderPageItem, olderProfileItem } from '../../contract/older-profile-code.ts';

/** How long the code that wrote layout 1 kept a page. */
const pageKeptSeconds = 400 * 24 * 3_600;

/** A page of layout 1. */
export type OlderPage = {
  readonly tenant: string;
  readonly customerId: string;
  readonly index: number;
  readonly eventIds: Uint8Array;
};

/** Keeps profiles in layout 1, as the code that wrote it did. */
export type OlderProfileStore = {
  /** Throws on a profile of any later layout. */
  load(tenant: string, customerId: string): Promise<OlderProfile | null>;
  /** The ids in all pages of a customer. */
  loadPagedIds(tenant: string, customerId: string): Promise<string[]>;
  putPage(page: OlderPage, nowMs: number): Promise<void>;
  /** Writes version n only over version n − 1, and version 1 only where nothing is. */
  put(record: OlderProfile): Promise<WriteResult>;
};

/** Item of layout 1 → profile, its outbox left out: whoever writes next has one of its own. */
function parseOlder(item: Item): OlderProfile {
  if (item['body'] !== undefined) {
    throw new Error(`Cannot read the profile item ${text(item, 'pk')}: it has no attribute "state"`);
  }
  const { tenant, customerId, version, memberships, riskBand, judgedMs, clock, wakeAtMs } = parseProfileItem(item);
  return {
    tenant,
    customerId,
    version,
    state: readOlderState(bytes(item, 'state')),
    recentEventIds: bytes(item, 'recent'),
    pageCount: number(item, 'pages'),
    memberships: olderMemberships(memberships),
    riskBand,
    judgedMs,
    clock,
    wakeAtMs,
    outbox: '',
  };
}

/** Stays as layout 1 held them: without the version that began them. */
export function olderMemberships(memberships: OlderProfile['memberships']): OlderProfile['memberships'] {
  return Object.fromEntries(
    Object.entries(memberships).map(([segment, { sinceMs, version }]) => [segment, { sinceMs, version }]),
  );
}

/** Makes the store that the code before layout 2 had, over the table that today's code has as well. */
export function createOlderProfileStore(table: MemoryTable): OlderProfileStore {
  return {
    async load(tenant, customerId) {
      const item = table.get(customerKey(tenant, customerId), profileSortKey, 'consistent');
      return item === null ? null : parseOlder(item);
    },
    loadPagedIds: async (tenant, customerId) =>
      table
        .query(customerKey(tenant, customerId), pageSortKeyPrefix)
        .flatMap((item) => unpackEventIds(bytes(item, 'ids'))),
    putPage: async (page, nowMs) => table.put(olderPageItem(page, Math.floor(nowMs / 1000) + pageKeptSeconds)),
    put: async (record) => table.putVersion(olderProfileItem(record), record.version),
  };
}
