import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import type { DueItem, WakeIndex } from '#ports/wake-index.ts';
import { dueItemKey, parseDueItem } from './due-item.ts';
import { wakeShardKey } from './item-keys.ts';

/** The wake-up index in DynamoDB: a sparse index, so that only what waits for something is in it. */
export function createDynamoWakeIndex(options: { client: DynamoDBClient; tableName: string }): WakeIndex {
  return {
    async due(shard, nowMs, limit, after) {
      const found: DueItem[] = [];
      const pages = paginateQuery(
        { client: options.client, pageSize: Math.min(limit, 1_000) },
        {
          TableName: options.tableName,
          IndexName: 'wake',
          KeyConditionExpression: 'wakeShard = :shard AND wakeAt <= :now',
          ExpressionAttributeValues: { ':shard': { S: wakeShardKey(shard) }, ':now': { N: String(nowMs) } },
          ...(after === null ? {} : { ExclusiveStartKey: dueItemKey(shard, after) }),
        },
      );
      for await (const page of pages) {
        found.push(...(page.Items ?? []).map(parseDueItem));
        if (found.length >= limit) break;
      }
      return found.slice(0, limit);
    },
  };
}
