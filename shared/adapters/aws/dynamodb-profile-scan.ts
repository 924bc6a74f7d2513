import { type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { ProfileScan } from '#ports/profile-scan.ts';
import { profileSortKey } from './item-keys.ts';
import { pageToken, readPageToken } from './page-token.ts';
import { readProfileItems } from './read-profile-items.ts';
import { parseScanPosition, scanPosition } from './scan-position.ts';
import { throttledAs } from './throttled.ts';

/** Into so many segments the table is cut, walked one after the other, so that it shows how far the walk is. */
const totalSegments = 64;

/** Walks the customer table. `pageItems` bounds the items that one request looks at; without it, 1 MB does. */
export function createDynamoProfileScan(options: {
  client: DynamoDBClient;
  tableName: string;
  pageItems?: number;
}): ProfileScan {
  const { client, tableName, pageItems } = options;
  return {
    async page(position) {
      const { segment, token } = parseScanPosition(position, totalSegments);
      const scan = new ScanCommand({
        TableName: tableName,
        FilterExpression: 'sk = :profile',
        ExpressionAttributeValues: { ':profile': { S: profileSortKey } },
        TotalSegments: totalSegments,
        Segment: segment,
        ...(pageItems === undefined ? {} : { Limit: pageItems }),
        ...(token === null ? {} : { ExclusiveStartKey: readPageToken(token) }),
      });
      const answer = await throttledAs(`walk the profiles of ${tableName}`, () => client.send(scan));
      const after = answer.LastEvaluatedKey === undefined ? null : pageToken(answer.LastEvaluatedKey);
      const nextSegment = after === null ? segment + 1 : segment;
      return {
        ...readProfileItems(answer.Items ?? []),
        next: nextSegment === totalSegments ? null : scanPosition({ segment: nextSegment, token: after }),
        share: nextSegment / totalSegments,
      };
    },
  };
}
