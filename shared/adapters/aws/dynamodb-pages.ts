import { type DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { firstPagePosition, type ProfileStore } from '#ports/profile-store.ts';
import { eventIdPageItem, pageChunkOf } from './event-id-page-item.ts';
import { text } from './item-attributes.ts';
import { customerKey, pageSortKeyPrefix } from './item-keys.ts';
import { throttledAs } from './throttled.ts';

/** The pages of event ids in DynamoDB: one item a page. Throttling is thrown as ThrottledError. */
export function createDynamoPages(options: {
  client: DynamoDBClient;
  tableName: string;
}): Pick<ProfileStore, 'putPage' | 'loadPages'> {
  const { client, tableName } = options;
  return {
    async putPage(page) {
      const command = new PutItemCommand({ TableName: tableName, Item: eventIdPageItem(page) });
      await throttledAs(`write a page of event ids of customer ${page.customerId}`, () => client.send(command));
    },
    async loadPages(tenant, customerId, after) {
      const pk = { S: customerKey(tenant, customerId) };
      const command = new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :pages)',
        ExpressionAttributeValues: { ':pk': pk, ':pages': { S: pageSortKeyPrefix } },
        ConsistentRead: true,
        ExclusiveStartKey: after === firstPagePosition ? undefined : { pk, sk: { S: after } },
      });
      const action = `read the pages of event ids of customer ${customerId}`;
      const { Items, LastEvaluatedKey } = await throttledAs(action, () => client.send(command));
      return pageChunkOf(Items ?? [], after, LastEvaluatedKey === undefined ? null : text(LastEvaluatedKey, 'sk'));
    },
  };
}
