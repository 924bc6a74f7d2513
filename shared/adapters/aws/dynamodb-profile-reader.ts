import { type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { ProfileReader } from '#ports/profile-reader.ts';
import { profileSortKey } from './item-keys.ts';
import { pageToken, readPageToken } from './page-token.ts';
import { parseProfileItem } from './profile-item.ts';

/** Scans the customer table for profiles. A page may hold fewer than `limit` profiles, even none, before the end. */
export function createDynamoProfileReader(options: { client: DynamoDBClient; tableName: string }): ProfileReader {
  return {
    async profiles(tenant, page) {
      const answer = await options.client.send(
        new ScanCommand({
          TableName: options.tableName,
          FilterExpression: 'sk = :profile AND begins_with(pk, :tenant)',
          ExpressionAttributeValues: { ':profile': { S: profileSortKey }, ':tenant': { S: `${tenant}|` } },
          Limit: page.limit,
          ...(page.next === null ? {} : { ExclusiveStartKey: readPageToken(page.next) }),
        }),
      );
      return {
        items: (answer.Items ?? []).map(parseProfileItem),
        next: answer.LastEvaluatedKey === undefined ? null : pageToken(answer.LastEvaluatedKey),
      };
    },
  };
}
