import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { SegmentSizeStore } from '#ports/segment-size-store.ts';
import { newestPage } from './newest-page.ts';
import { parseSegmentSizesItem, segmentSizesItem, sizesPartition } from './segment-sizes-item.ts';
import { throttledAs } from './throttled.ts';

/** What surveys counted, in the ledger table. Throttling is thrown as ThrottledError. */
export function createDynamoSegmentSizeStore(options: { client: DynamoDBClient; tableName: string }): SegmentSizeStore {
  const { client, tableName } = options;
  const list: SegmentSizeStore['list'] = async (tenant, request) => {
    const { items, next } = await newestPage(client, { tableName, partition: sizesPartition(tenant) }, request);
    return { items: items.map(parseSegmentSizesItem), next };
  };
  return {
    async put(tenant, sizes) {
      const command = new PutItemCommand({ TableName: tableName, Item: segmentSizesItem(tenant, sizes) });
      await throttledAs(`write the sizes of segments of ${tenant}`, () => client.send(command));
    },
    async latest(tenant) {
      const { items } = await list(tenant, { limit: 1, next: null });
      return items[0] ?? null;
    },
    list,
  };
}
