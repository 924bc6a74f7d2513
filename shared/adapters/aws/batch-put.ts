import { BatchWriteItemCommand, type DynamoDBClient, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { ThrottledError } from '#ports/throttled-error.ts';
import { type Item, text } from './item-attributes.ts';
import { throttledAs } from './throttled.ts';
import { untilProcessed } from './until-processed.ts';

/** Most items of one BatchWriteItem request. */
const itemsPerRequest = 25;

/**
 * Puts items, unconditionally, at the price of as many single puts; of several with one key, the last. When it
 * throws, some may be written all the same, so only what may be repeated is put this way.
 *
 * @throws ThrottledError when DynamoDB throttles all of a request, or a part of it again and again.
 */
export async function batchPut(client: DynamoDBClient, tableName: string, items: readonly Item[]): Promise<void> {
  // DynamoDB refuses a request that names a key twice.
  const byKey = new Map(items.map((item) => [JSON.stringify([text(item, 'pk'), text(item, 'sk')]), item]));
  const requests: WriteRequest[] = [...byKey.values()].map((item) => ({ PutRequest: { Item: item } }));
  const batches: WriteRequest[][] = [];
  for (let from = 0; from < requests.length; from += itemsPerRequest) {
    batches.push(requests.slice(from, from + itemsPerRequest));
  }
  const write = async (batch: readonly WriteRequest[]) => {
    const answer = await client.send(new BatchWriteItemCommand({ RequestItems: { [tableName]: [...batch] } }));
    return answer.UnprocessedItems?.[tableName] ?? null;
  };
  const writeAll = async (batch: readonly WriteRequest[]) => {
    const action = `write a batch of ${batch.length} into ${tableName}`;
    const left = await throttledAs(action, () => untilProcessed(batch, write));
    if (left.length > 0) throw new ThrottledError(action, null);
  };
  await Promise.all(batches.map(writeAll));
}
