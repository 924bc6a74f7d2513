import { type DynamoDBClient, paginateQuery, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { Item } from './item-attributes.ts';

/** Everything that a query finds, page by page. Throws, saying what for, once there are more than `limit` items. */
export async function queryAll(
  client: DynamoDBClient,
  input: QueryCommandInput,
  bound: { limit: number; what: string },
): Promise<Item[]> {
  const found: Item[] = [];
  for await (const page of paginateQuery({ client }, input)) {
    found.push(...(page.Items ?? []));
    if (found.length > bound.limit) throw new Error(`Cannot read ${bound.what}: there are more than ${bound.limit}`);
  }
  return found;
}
