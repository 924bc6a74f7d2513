import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { maximumPagedIds, type ProfileStore } from '#ports/profile-store.ts';
import { batchGet } from './batch-get.ts';
import { putVersion } from './conditional-put.ts';
import { createDynamoTraitReader } from './dynamodb-traits.ts';
import { eventIdPageItem, pageKeyRange, pagesWithinBound, parseEventIdPageItem } from './event-id-page-item.ts';
import { customerKey, profileSortKey } from './item-keys.ts';
import { parseProfileItem, profileItem } from './profile-item.ts';
import { queryAll } from './query-all.ts';
import { throttledAs } from './throttled.ts';
import { traitsItem } from './traits-item.ts';

/** A page holds at least this many ids, so that this many pages hold what may be read at once. */
const leastIdsOfPage = 8;

/** Profiles in DynamoDB: one item a customer, its traits and pages beside it. Throttling is thrown as ThrottledError. */
export function createDynamoProfileStore(options: { client: DynamoDBClient; tableName: string }): ProfileStore {
  const { client, tableName } = options;
  return {
    ...createDynamoTraitReader(options),
    async load(tenant, customerId, consistency) {
      const Key = { pk: { S: customerKey(tenant, customerId) }, sk: { S: profileSortKey } };
      const ConsistentRead = consistency === 'consistent';
      const command = new GetItemCommand({ TableName: tableName, Key, ConsistentRead });
      const { Item } = await throttledAs(`read the profile of customer ${customerId}`, () => client.send(command));
      return Item === undefined ? null : parseProfileItem(Item);
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
      const command = new PutItemCommand({ TableName: tableName, Item: eventIdPageItem(page) });
      await throttledAs(`write a page of event ids of customer ${page.customerId}`, () => client.send(command));
    },
    async loadPages(tenant, customerId, afterVersion) {
      const { from, to } = pageKeyRange(afterVersion);
      const what = `the pages of event ids of customer ${customerId}`;
      const found = await queryAll(
        client,
        {
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
          ExpressionAttributeValues: {
            ':pk': { S: customerKey(tenant, customerId) },
            ':from': { S: from },
            ':to': { S: to },
          },
          ConsistentRead: true,
        },
        { limit: maximumPagedIds / leastIdsOfPage, what },
      );
      return pagesWithinBound(found.map(parseEventIdPageItem), what);
    },
    putTraits: (tenant, customerId, stored) =>
      putVersion(client, tableName, traitsItem(tenant, customerId, stored), stored.version),
  };
}
