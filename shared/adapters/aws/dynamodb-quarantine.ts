import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Quarantine } from '#ports/quarantine.ts';
import { text } from './item-attributes.ts';
import { quarantineItem, quarantineKey } from './ledger-items.ts';
import { quarantineList } from './ledger-lists.ts';

/** The quarantine in DynamoDB: a part of the ledger. */
export function createDynamoQuarantine(options: { client: DynamoDBClient; tableName: string }): Quarantine {
  const { client, tableName } = options;
  return {
    async find(tenant, id) {
      const Key = quarantineKey({ tenant, id });
      const answer = await client.send(new GetItemCommand({ TableName: tableName, Key, ConsistentRead: true }));
      return answer.Item === undefined ? null : quarantineList.parse(answer.Item);
    },
    async remove(entry) {
      try {
        await client.send(
          new DeleteItemCommand({
            TableName: tableName,
            Key: quarantineKey(entry),
            // Its place in the list says when it was set aside: at another time it is another one.
            ConditionExpression: 'inboxOrder = :order',
            ExpressionAttributeValues: { ':order': { S: text(quarantineItem(entry), 'inboxOrder') } },
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
  };
}
