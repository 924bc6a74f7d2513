import { type DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { maximumJoins, type ProfileStore } from '#ports/profile-store.ts';
import type { Item } from './item-attributes.ts';
import { customerKey, joinSortKeyPrefix } from './item-keys.ts';
import { joinItem, parseJoinItem } from './join-item.ts';
import { throttledAs } from './throttled.ts';

type Notes = Pick<ProfileStore, 'putJoin' | 'loadJoins'>;

/** Who was joined into whom, in DynamoDB: one small item each. Throttling is thrown as ThrottledError. */
export function createDynamoJoins(options: { client: DynamoDBClient; tableName: string }): Notes {
  const { client, tableName } = options;

  async function put(item: Item, what: string): Promise<void> {
    const command = new PutItemCommand({ TableName: tableName, Item: item });
    await throttledAs(`write ${what}`, () => client.send(command));
  }

  /** The first items of a partition under a prefix. One answer holds them all: they are a small part of its 1 MB. */
  async function first(partition: string, prefix: string, limit: number, what: string): Promise<Item[]> {
    const command = new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': { S: partition }, ':prefix': { S: prefix } },
      ConsistentRead: true,
      Limit: limit,
    });
    return (await throttledAs(`read ${what}`, () => client.send(command))).Items ?? [];
  }

  return {
    putJoin: (tenant, customerId, visitor, joinedMs) =>
      put(joinItem(tenant, customerId, visitor, joinedMs), `that ${visitor} was joined into ${customerId}`),
    async loadJoins(tenant, customerId) {
      const what = `who was joined into ${customerId}`;
      return (await first(customerKey(tenant, customerId), joinSortKeyPrefix, maximumJoins, what)).map(parseJoinItem);
    },
  };
}
