import { type DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Population } from '#contracts/population.ts';
import { mostPending, type PopulationStore } from '#ports/population-store.ts';
import { newestPage } from './newest-page.ts';
import { parsePopulationItem, populationItem, populationPartition, populationSortKey } from './population-item.ts';
import { throttledAs } from './throttled.ts';

/** How many snapshots one request of `from` takes: mostly the effective one, and one that will be. */
const snapshotsAtOnce = 3;

/** Snapshots in the ledger table. Throttling is thrown as ThrottledError. */
export function createDynamoPopulationStore(options: { client: DynamoDBClient; tableName: string }): PopulationStore {
  const { client, tableName } = options;
  const page = (tenant: string, limit: number, next: string | null) =>
    newestPage(client, { tableName, partition: populationPartition(tenant) }, { limit, next });
  return {
    async at(tenant, timeMs) {
      const query = new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk AND sk <= :time',
        ExpressionAttributeValues: {
          ':pk': { S: populationPartition(tenant) },
          ':time': { S: populationSortKey(timeMs) },
        },
        ConsistentRead: true,
        ScanIndexForward: false,
        Limit: 1,
      });
      const { Items } = await throttledAs(`read the population of ${tenant}`, () => client.send(query));
      const item = Items?.[0];
      return item === undefined ? null : parsePopulationItem(item);
    },
    async from(tenant, timeMs) {
      const found: Population[] = [];
      let next: string | null = null;
      do {
        const { items, next: after } = await page(tenant, snapshotsAtOnce, next);
        for (const population of items.map(parsePopulationItem)) {
          found.unshift(population);
          if (population.effectiveFromMs <= timeMs) return found;
        }
        next = after;
      } while (next !== null && found.length < mostPending);
      return found;
    },
    async put(tenant, population) {
      const command = new PutItemCommand({ TableName: tableName, Item: populationItem(tenant, population) });
      await throttledAs(`write the population of ${tenant}`, () => client.send(command));
    },
    async list(tenant, request) {
      const { items, next } = await page(tenant, request.limit, request.next);
      return { items: items.map(parsePopulationItem), next };
    },
  };
}
