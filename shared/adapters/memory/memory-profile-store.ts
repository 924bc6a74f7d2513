import { maximumJoins, maximumMembers, type ProfileStore, type ReadConsistency } from '#ports/profile-store.ts';
import { eventIdPageItem, pageChunkOf } from '../aws/event-id-page-item.ts';
import {
  customerKey,
  joinSortKeyPrefix,
  memberSortKeyPrefix,
  pageSortKeyPrefix,
  profileSortKey,
  traitsSortKey,
} from '../aws/item-keys.ts';
import { joinItem, parseJoinItem } from '../aws/join-item.ts';
import { loadResultOf } from '../aws/load-result.ts';
import { givesWay, memberChunkOf, memberItem, parseMemberItem } from '../aws/member-item.ts';
import { parseProfileItem, profileItem } from '../aws/profile-item.ts';
import { parseTraitsItem, traitsItem } from '../aws/traits-item.ts';
import type { MemoryTable } from './memory-table.ts';

/** Bytes of items that DynamoDB gives with one request. */
const bytesOfChunk = 1_048_576;

/**
 * Profiles in memory, in the very items that DynamoDB would hold. Pages do not expire, no read is behind, and none is throttled.
 * `chunkBytes` bounds the pages, and the members, that come with one request.
 */
export function createMemoryProfileStore(table: MemoryTable, chunkBytes = bytesOfChunk): ProfileStore {
  const itemOf = (tenant: string, customerId: string, consistency: ReadConsistency) =>
    table.get(customerKey(tenant, customerId), profileSortKey, consistency);
  return {
    async load(tenant, customerId, consistency) {
      const item = itemOf(tenant, customerId, consistency);
      return item === null ? null : parseProfileItem(item);
    },
    loadMany: async (owners) =>
      owners.map(({ tenant, customerId }) => loadResultOf(itemOf(tenant, customerId, 'eventual'))),
    put: async (record) => table.putVersion(profileItem(record), record.version),
    putPage: async (page) => table.put(eventIdPageItem(page)),
    async loadPages(tenant, customerId, after) {
      const chunk = table.queryChunk(customerKey(tenant, customerId), pageSortKeyPrefix, after, chunkBytes);
      return pageChunkOf(chunk.items, after, chunk.stoppedAt);
    },
    loadTraits: async (tenant, customerId) =>
      parseTraitsItem(table.get(customerKey(tenant, customerId), traitsSortKey)),
    putTraits: async (tenant, customerId, stored) =>
      table.putVersion(traitsItem(tenant, customerId, stored), stored.version),
    putJoin: async (tenant, customerId, visitor, joinedMs) =>
      table.put(joinItem(tenant, customerId, visitor, joinedMs)),
    loadJoins: async (tenant, customerId) =>
      table.query(customerKey(tenant, customerId), joinSortKeyPrefix).slice(0, maximumJoins).map(parseJoinItem),
    async putMember(tenant, account, userId, register) {
      const item = memberItem(tenant, account, userId, register);
      table.putIf(item, (existing) => givesWay(existing, register.version));
    },
    async loadMemberChunk(tenant, account, after) {
      const chunk = table.queryChunk(customerKey(tenant, account), memberSortKeyPrefix, after, chunkBytes);
      return memberChunkOf(chunk.items, chunk.stoppedAt);
    },
    async loadMembers(tenant, account) {
      const items = table.query(customerKey(tenant, account), memberSortKeyPrefix).slice(0, maximumMembers);
      return items.map((item) => parseMemberItem(item).userId);
    },
  };
}
