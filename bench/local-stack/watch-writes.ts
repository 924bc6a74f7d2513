import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import { parseCustomerKey, profileSortKey } from '#adapters/aws/item-keys.ts';
import { createDynamoDbCall } from '#infra/local/dynamodb/wire.ts';
import { listShards, readRecords, type StreamRecord, shardIterator } from '#infra/local/event-sources/stream-api.ts';

/** How often the stream is looked at: a write is seen at most so much later than it was done, and a little for the request. */
const lookEveryMs = 5;
const mostRecords = 1_000;

const descriptionSchema = z.object({ Table: z.object({ LatestStreamArn: z.string() }) });
const keysSchema = z.object({ pk: z.object({ S: z.string() }), sk: z.object({ S: z.string() }) });

/** Who watches the writes of profiles. */
export type WrittenProfiles = {
  /** When the last write of a customer's profile was seen, in Unix milliseconds with a fraction. */
  readonly lastMs: ReadonlyMap<string, number>;
  /** Ends once it has seen everything that was written before. */
  readonly stop: () => Promise<void>;
};

/** Watches the stream of the customer table from now on, beside the stack's own reader of it. */
export async function watchWrites(table: {
  readonly endpoint: string;
  readonly region: string;
  readonly tableName: string;
}): Promise<WrittenProfiles> {
  const call = createDynamoDbCall(table.endpoint, table.region);
  const described = await call('DynamoDB_20120810.DescribeTable', { TableName: table.tableName });
  const streamArn = descriptionSchema.parse(described).Table.LatestStreamArn;
  const shards = await listShards(call, streamArn);
  const lastMs = new Map<string, number>();
  let stopping = false;

  const take = (records: readonly StreamRecord[]): void => {
    const seenMs = performance.timeOrigin + performance.now();
    for (const { dynamodb } of records) {
      const { pk, sk } = keysSchema.parse(dynamodb.Keys);
      if (sk.S === profileSortKey) lastMs.set(parseCustomerKey(pk.S).customerId, seenMs);
    }
  };
  const watch = async (shardId: string, first: string): Promise<void> => {
    let iterator: string | undefined = first;
    while (iterator !== undefined) {
      const isLast = stopping;
      const { records, nextIterator } = await readRecords(call, iterator, mostRecords);
      take(records);
      iterator = nextIterator;
      if (records.length > 0) continue;
      if (isLast) return;
      await delay(lookEveryMs);
    }
    throw new Error(`Cannot measure: the shard ${shardId} of the stream ended`);
  };

  const iterators = await Promise.all(
    shards.map(async ({ shardId }) => ({
      shardId,
      first: await shardIterator(call, streamArn, shardId, { kind: 'LATEST' }),
    })),
  );
  const watching = Promise.all(iterators.map(({ shardId, first }) => watch(shardId, first)));
  return {
    lastMs,
    stop: async () => {
      stopping = true;
      await watching;
    },
  };
}
