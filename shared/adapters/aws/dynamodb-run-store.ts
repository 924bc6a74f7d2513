import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import type { RunStore } from '#ports/run-store.ts';
import { putVersion } from './conditional-put.ts';
import { customerKey } from './item-keys.ts';
import { parseRunItem, runItem, runSortKey, runsOfPlaybookPrefix, startItem } from './run-item.ts';

/** Runs in DynamoDB, in the partition of their customer. */
export function createDynamoRunStore(options: { client: DynamoDBClient; tableName: string }): RunStore {
  const { client, tableName } = options;
  return {
    async loadRun(tenant, customerId, runId) {
      const key = { pk: { S: customerKey(tenant, customerId) }, sk: { S: runSortKey(runId) } };
      const answer = await client.send(new GetItemCommand({ TableName: tableName, Key: key, ConsistentRead: true }));
      return answer.Item === undefined ? null : parseRunItem(answer.Item);
    },
    async latestRun(tenant, customerId, playbook) {
      const answer = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :runs)',
          ExpressionAttributeValues: {
            ':pk': { S: customerKey(tenant, customerId) },
            ':runs': { S: runsOfPlaybookPrefix(playbook) },
          },
          ConsistentRead: true,
          ScanIndexForward: false,
          Limit: 1,
        }),
      );
      const latest = answer.Items?.[0];
      return latest === undefined ? null : parseRunItem(latest);
    },
    async claimStart(run, restedSinceMs) {
      try {
        await client.send(
          new PutItemCommand({
            TableName: tableName,
            Item: startItem(run),
            ConditionExpression: 'attribute_not_exists(pk) OR started <= :rested OR holder = :holder',
            ExpressionAttributeValues: { ':rested': { N: String(restedSinceMs) }, ':holder': { S: run.id } },
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
    putRun: (run) => putVersion(client, tableName, runItem(run), run.version),
  };
}
