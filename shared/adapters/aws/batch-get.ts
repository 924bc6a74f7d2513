import { BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Item, text } from './item-attributes.ts';
import { throttledAs } from './throttled.ts';
import { untilProcessed } from './until-processed.ts';

/** What a batch came to: the items that are there, by their partition, and the partitions that stayed unread. */
export type BatchRead = { readonly found: ReadonlyMap<string, Item>; readonly throttled: ReadonlySet<string> };

/**
 * Reads the items with one sort key of up to 100 partitions, at the price of as many single reads that may give what was there
 * a moment before. What DynamoDB leaves out again and again is throttled, and takes nothing from the others.
 *
 * @throws ThrottledError when DynamoDB throttles a request as a whole.
 */
export async function batchGet(
  client: DynamoDBClient,
  tableName: string,
  partitions: readonly string[],
  sortKey: string,
): Promise<BatchRead> {
  const found = new Map<string, Item>();
  // DynamoDB refuses a request that names a key twice, or none.
  const keys: Item[] = [...new Set(partitions)].map((pk) => ({ pk: { S: pk }, sk: { S: sortKey } }));
  if (keys.length === 0) return { found, throttled: new Set() };
  const action = `read a batch of ${keys.length} from ${tableName}`;
  const read = async (batch: readonly Item[]) => {
    const RequestItems = { [tableName]: { Keys: [...batch], ConsistentRead: false } };
    const { Responses, UnprocessedKeys } = await client.send(new BatchGetItemCommand({ RequestItems }));
    for (const item of Responses?.[tableName] ?? []) found.set(text(item, 'pk'), item);
    return UnprocessedKeys?.[tableName]?.Keys ?? null;
  };
  const left = await throttledAs(action, () => untilProcessed(keys, read));
  return { found, throttled: new Set(left.map((key) => text(key, 'pk'))) };
}
