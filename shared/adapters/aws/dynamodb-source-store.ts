import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { SourceStore } from '#ports/source-store.ts';
import { parseSourceItem, sourceItem } from './source-item.ts';

/** Sources in DynamoDB, by the hash of their write key. */
export function createDynamoSourceStore(options: { client: DynamoDBClient; tableName: string }): SourceStore {
  const { client, tableName } = options;
  return {
    async find(writeKeyHash) {
      const answer = await client.send(new GetItemCommand({ TableName: tableName, Key: { pk: { S: writeKeyHash } } }));
      return answer.Item === undefined ? null : parseSourceItem(answer.Item);
    },
    async add(source) {
      await client.send(new PutItemCommand({ TableName: tableName, Item: sourceItem(source) }));
    },
  };
}
