import { type DynamoDBClient, paginateQuery, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { Item } from './item-attributes.ts';
import { throttledAs } from './throttled.ts';

/**
 * Everything that a query finds, page by page.
 *
 * @throws ThrottledError when DynamoDB throttles; Error, saying what for, once there are more than `limit` items.
 */
export async function queryAll(
  client: DynamoDBClient,
  input: QueryCommandInput,
  bound: { limit: number; what: string },
): Promise<Item[]> {
  const action = `read ${bound.what}`;
  return throttledAs(action, async () => {
    const found: Item[] = [];
    for await (const page of paginateQuery({ client }, input)) {
      found.push(...(page.Items ?? []));
      if (found.length > bound.limit) throw new Error(`Cannot ${action}: there are more than ${bound.limit}`);
    }
    return found;
  });
}
