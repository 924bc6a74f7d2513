import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Page } from '#ports/ledger.ts';
import type { Item } from './item-attributes.ts';
import { pageToken, readPageToken } from './page-token.ts';
import { throttledAs } from './throttled.ts';

/** A page of a partition, in descending order of its sort keys. Throws ThrottledError when DynamoDB throttles. */
export async function newestPage(
  client: DynamoDBClient,
  of: { readonly tableName: string; readonly partition: string },
  page: { readonly limit: number; readonly next: string | null },
): Promise<Page<Item>> {
  const query = new QueryCommand({
    TableName: of.tableName,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': { S: of.partition } },
    ConsistentRead: true,
    ScanIndexForward: false,
    Limit: page.limit,
    ...(page.next === null ? {} : { ExclusiveStartKey: readPageToken(page.next) }),
  });
  const answer = await throttledAs(`read ${of.partition} of ${of.tableName}`, () => client.send(query));
  return {
    items: answer.Items ?? [],
    next: answer.LastEvaluatedKey === undefined ? null : pageToken(answer.LastEvaluatedKey),
  };
}
