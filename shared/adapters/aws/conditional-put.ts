import { ConditionalCheckFailedException, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { WriteResult } from '#ports/profile-store.ts';
import type { Item } from './item-attributes.ts';

/** Puts version n of an item only over version n − 1; version 1 only where nothing is. Other errors are thrown. */
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
  try {
    await client.send(new PutItemCommand({ TableName: tableName, Item: item, ...condition }));
    return 'written';
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 'conflict';
    throw error;
  }
}
