import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { maximumPages, type ProfileStore } from '#ports/profile-store.ts';
import { batchGet } from './batch-get.ts';
import { putVersion } from './conditional-put.ts';
import { eventIdPageItem, parseEventIdPageItem } from './event-id-page-item.ts';
import { customerKey, pageSortKeyPrefix, profileSortKey, traitsSortKey } from './item-keys.ts';
import { parseProfileItem, profileItem } from './profile-item.ts';
import { queryAll } from './query-all.ts';
import { parseTraitsItem, traitsItem } from './traits-item.ts';

/** How long event ids that left the profile item are remembered. */
export const pageRetentionSeconds = 400 * 86_400;

/** Profiles in DynamoDB: one item a customer, its traits and pages beside it. Throttling and other faults are thrown. */
export function createDynamoProfileStore(options: {
  client: DynamoDBClient;
  tableName: string;
  /** For the expiry of pages. */
  nowMs: () => number;
}): ProfileStore {
  const { client, tableName } = options;
  const get = async (tenant: string, customerId: string, sortKey: string) => {
    const key = { pk: { S: customerKey(tenant, customerId) }, sk: { S: sortKey } };
    const answer = await client.send(new GetItemCommand({ TableName: tableName, Key: key, ConsistentRead: true }));
    return answer.Item ?? null;
  };
  return {
    async load(tenant, customerId) {
      const item = await get(tenant, customerId, profileSortKey);
      return item === null ? null : parseProfileItem(item);
    },
    async loadMany(owners) {
      const keys = owners.map(({ tenant, customerId }) => customerKey(tenant, customerId));
      const found = await batchGet(client, tableName, keys, profileSortKey);
      return keys.map((key) => {
        const item = found.get(key);
        return item === undefined ? null : parseProfileItem(item);
      });
    },
    put: (record) => putVersion(client, tableName, profileItem(record), record.version),
    async putPage(page) {
      const expiresAtSeconds = Math.floor(options.nowMs() / 1000) + pageRetentionSeconds;
      const item = { ...eventIdPageItem(page), expiresAt: { N: String(expiresAtSeconds) } };
      await client.send(new PutItemCommand({ TableName: tableName, Item: item }));
    },
    async loadPages(tenant, customerId) {
      const found = await queryAll(
        client,
        {
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :page)',
          ExpressionAttributeValues: {
            ':pk': { S: customerKey(tenant, customerId) },
            ':page': { S: pageSortKeyPrefix },
          },
          ConsistentRead: true,
        },
        { limit: maximumPages, what: `the pages of customer ${customerId}` },
      );
      return found.map(parseEventIdPageItem);
    },
    loadTraits: async (tenant, customerId) => parseTraitsItem(await get(tenant, customerId, traitsSortKey)),
    putTraits: (tenant, customerId, stored) =>
      putVersion(client, tableName, traitsItem(tenant, customerId, stored), stored.version),
  };
}
