import { ConditionalCheckFailedException, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { WriteResult } from '#ports/profile-store.ts';
import { type Item, text } from './item-attributes.ts';
import { throttledAs } from './throttled.ts';

/**
 * Puts version n of an item only over version n − 1; version 1 only where nothing is.
 *
 * @throws ThrottledError when DynamoDB throttles; any other error of DynamoDB as it is.
 */
export async function putVersion(
  client: DynamoDBClient,
  tableName: string,
  item: Item,
  version: number,
): Promise<WriteResult> {
  const condition =
    version === 1
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: '#version = :before',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':before': { N: String(version - 1) } },
        };
  const put = new PutItemCommand({ TableName: tableName, Item: item, ...condition });
  const action = `write "${text(item, 'sk')}" of ${text(item, 'pk')}, version ${version}, into ${tableName}`;
  try {
    await throttledAs(action, () => client.send(put));
    return 'written';
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 'conflict';
    throw error;
  }
}
