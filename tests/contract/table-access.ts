import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import type { Item } from '#adapters/aws/item-attributes.ts';
import type { MemoryTable } from '#adapters/memory/memory-table.ts';

/** One access to a table, the same for both sides. */
export type Access =
  | { readonly kind: 'put' | 'put first'; readonly item: Item }
  | { readonly kind: 'get'; readonly key: Item; readonly consistency: 'eventual' | 'consistent' }
  | { readonly kind: 'remove'; readonly key: Item }
  | { readonly kind: 'query' | 'last'; readonly partition: string }
  | { readonly kind: 'due'; readonly shard: string; readonly atMost: number };

const keyOf = (item: Item): { pk: string; sk: string } => ({ pk: item['pk']?.S ?? '', sk: item['sk']?.S ?? '' });

/** Does it in DynamoDB. A condition that does not hold is an answer. */
export async function accessDynamo(client: DynamoDBClient, TableName: string, access: Access): Promise<unknown> {
  switch (access.kind) {
    case 'put':
      return client.send(new PutItemCommand({ TableName, Item: access.item }));
    case 'put first': {
      const ConditionExpression = 'attribute_not_exists(pk)';
      const put = new PutItemCommand({ TableName, Item: access.item, ConditionExpression });
      return client.send(put).catch((error: unknown) => {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      });
    }
    case 'get':
      return client.send(
        new GetItemCommand({ TableName, Key: access.key, ConsistentRead: access.consistency === 'consistent' }),
      );
    case 'remove':
      return client.send(new DeleteItemCommand({ TableName, Key: access.key }));
    case 'query':
    case 'last': {
      const KeyConditionExpression = 'pk = :pk AND begins_with(sk, :prefix)';
      const ExpressionAttributeValues = { ':pk': { S: access.partition }, ':prefix': { S: 's' } };
      const limit = access.kind === 'last' ? { Limit: 1, ScanIndexForward: false } : {};
      const query = { TableName, KeyConditionExpression, ExpressionAttributeValues, ConsistentRead: true, ...limit };
      return client.send(new QueryCommand(query));
    }
    case 'due': {
      const KeyConditionExpression = 'wakeShard = :shard AND wakeAt <= :now';
      const ExpressionAttributeValues = { ':shard': { S: access.shard }, ':now': { N: String(access.atMost) } };
      return client.send(
        new QueryCommand({ TableName, IndexName: 'wake', KeyConditionExpression, ExpressionAttributeValues }),
      );
    }
  }
}

/** Does it in memory. */
export function accessMemory(table: MemoryTable, access: Access): unknown {
  switch (access.kind) {
    case 'put':
      return table.put(access.item);
    case 'put first':
      return table.putFirst(access.item);
    case 'get':
      return table.get(keyOf(access.key).pk, keyOf(access.key).sk, access.consistency);
    case 'remove':
      return table.remove(keyOf(access.key).pk, keyOf(access.key).sk);
    case 'query':
      return table.query(access.partition, 's');
    case 'last':
      return table.last(access.partition, 's');
    case 'due':
      return table.indexedUntil(access.shard, access.atMost, 1_000);
  }
}
