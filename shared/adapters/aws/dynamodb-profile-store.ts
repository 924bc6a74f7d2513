import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { ProfileStore } from '#ports/profile-store.ts';
import { ThrottledError } from '#ports/throttled-error.ts';
import { batchGet } from './batch-get.ts';
import { putVersion } from './conditional-put.ts';
import { createDynamoJoins } from './dynamodb-joins.ts';
import { createDynamoMembers } from './dynamodb-members.ts';
import { createDynamoPages } from './dynamodb-pages.ts';
import { createDynamoTraitReader } from './dynamodb-traits.ts';
import { customerKey, profileSortKey } from './item-keys.ts';
import { loadResultOf } from './load-result.ts';
import { parseProfileItem, profileItem } from './profile-item.ts';
import { throttledAs } from './throttled.ts';
import { traitsItem } from './traits-item.ts';

const readingOf = (customerId: string) => `read the profile of customer ${customerId}`;

/** Profiles in DynamoDB: one item a customer, its traits and pages beside it. Throttling is thrown as ThrottledError. */
export function createDynamoProfileStore(options: { client: DynamoDBClient; tableName: string }): ProfileStore {
  const { client, tableName } = options;
  return {
    ...createDynamoTraitReader(options),
    ...createDynamoJoins(options),
    ...createDynamoMembers(options),
    ...createDynamoPages(options),
    async load(tenant, customerId, consistency) {
      const Key = { pk: { S: customerKey(tenant, customerId) }, sk: { S: profileSortKey } };
      const ConsistentRead = consistency === 'consistent';
      const command = new GetItemCommand({ TableName: tableName, Key, ConsistentRead });
      const { Item } = await throttledAs(readingOf(customerId), () => client.send(command));
      return Item === undefined ? null : parseProfileItem(Item);
    },
    async loadMany(owners) {
      const keys = owners.map(({ tenant, customerId }) => customerKey(tenant, customerId));
      const { found, throttled } = await batchGet(client, tableName, keys, profileSortKey);
      return owners.map(({ tenant, customerId }) => {
        const key = customerKey(tenant, customerId);
        if (throttled.has(key)) return { kind: 'failed', error: new ThrottledError(readingOf(customerId), null) };
        return loadResultOf(found.get(key) ?? null);
      });
    },
    put: (record) => putVersion(client, tableName, profileItem(record), record.version),
    putTraits: (tenant, customerId, stored) =>
      putVersion(client, tableName, traitsItem(tenant, customerId, stored), stored.version),
  };
}
