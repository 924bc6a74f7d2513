import { type DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { maximumJoins, type ProfileStore } from '#ports/profile-store.ts';
import { customerKey, joinSortKeyPrefix } from './item-keys.ts';
import { joinItem, parseJoinItem } from './join-item.ts';
import { throttledAs } from './throttled.ts';

/** Who was joined into whom, in DynamoDB: one item a visitor. Throttling is thrown as ThrottledError. */
export function createDynamoJoins(options: {
  client: DynamoDBClient;
  tableName: string;
}): Pick<ProfileStore, 'putJoin' | 'loadJoins'> {
  const { client, tableName } = options;
  return {
    async putJoin(tenant, customerId, anonymousCustomerId) {
      const item = joinItem(tenant, customerId, anonymousCustomerId);
      const command = new PutItemCommand({ TableName: tableName, Item: item });
      await throttledAs(`write that ${anonymousCustomerId} was joined into ${customerId}`, () => client.send(command));
    },
    async loadJoins(tenant, customerId) {
      // One answer holds them all: they are a small part of its 1 MB.
      const command = new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :joins)',
        ExpressionAttributeValues: {
          ':pk': { S: customerKey(tenant, customerId) },
          ':joins': { S: joinSortKeyPrefix },
        },
        ConsistentRead: true,
        Limit: maximumJoins,
      });
      const { Items } = await throttledAs(`read who was joined into ${customerId}`, () => client.send(command));
      return (Items ?? []).map(parseJoinItem);
    },
  };
}
