import { BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Item, text } from './item-attributes.ts';
import { untilProcessed } from './until-processed.ts';

/**
 * Reads the items with one sort key of up to 100 partitions, consistently, at the price of as many single reads. Gives
 * those that are there, by their partition. Throws if some could not be read.
 */
export async function batchGet(
  client: DynamoDBClient,
  tableName: string,
  partitions: readonly string[],
  sortKey: string,
): Promise<Map<string, Item>> {
  const found = new Map<string, Item>();
  // DynamoDB refuses a request that names a key twice, or none.
  const keys: Item[] = [...new Set(partitions)].map((pk) => ({ pk: { S: pk }, sk: { S: sortKey } }));
  if (keys.length === 0) return found;
  await untilProcessed(`read a batch of ${keys.length} from ${tableName}`, keys, async (Keys) => {
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys, ConsistentRead: true } } }),
    );
    for (const item of Responses?.[tableName] ?? []) found.set(text(item, 'pk'), item);
    return UnprocessedKeys?.[tableName]?.Keys ?? null;
  });
  return found;
}
