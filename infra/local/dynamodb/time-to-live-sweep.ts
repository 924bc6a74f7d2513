import * as z from 'zod';
import { type DynamoDbCall, DynamoDbError } from './wire.ts';

/** A table whose items expire. */
export type ExpiringTable = {
  readonly tableName: string;
  readonly keyNames: readonly string[];
  readonly timeToLiveAttribute: string;
};

const pageItems = 250;
const fiveYearsSeconds = 5 * 365 * 24 * 60 * 60;

const attributeSchema = z.record(z.string(), z.unknown());
const pageSchema = z.object({
  Items: z.array(z.record(z.string(), attributeSchema)).default([]),
  LastEvaluatedKey: z.record(z.string(), attributeSchema).optional(),
});

/**
 * Looks through the next page of a table and deletes what has expired; gives the key after which the next page begins,
 * undefined at the end. Like DynamoDB, it leaves alone what expired more than five years ago.
 */
export const sweepPage = async (
  call: DynamoDbCall,
  table: ExpiringTable,
  nowMs: number,
  startKey: Readonly<Record<string, unknown>> | undefined,
): Promise<Readonly<Record<string, unknown>> | undefined> => {
  const nowSeconds = Math.floor(nowMs / 1000);
  const page = pageSchema.parse(
    await call('DynamoDB_20120810.Scan', {
      TableName: table.tableName,
      Limit: pageItems,
      FilterExpression: '#expiry BETWEEN :oldest AND :now',
      ExpressionAttributeNames: { '#expiry': table.timeToLiveAttribute },
      ExpressionAttributeValues: {
        ':oldest': { N: String(nowSeconds - fiveYearsSeconds) },
        ':now': { N: String(nowSeconds) },
      },
      ...(startKey === undefined ? {} : { ExclusiveStartKey: startKey }),
    }),
  );
  for (const item of page.Items) await deleteExpired(call, table, item);
  return page.LastEvaluatedKey;
};

const deleteExpired = async (
  call: DynamoDbCall,
  table: ExpiringTable,
  item: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): Promise<void> => {
  const { tableName, keyNames, timeToLiveAttribute } = table;
  try {
    await call('DynamoDB_20120810.DeleteItem', {
      TableName: tableName,
      Key: Object.fromEntries(keyNames.map((name) => [name, item[name]])),
      // Somebody may have prolonged it since the page was read.
      ConditionExpression: '#expiry = :seen',
      ExpressionAttributeNames: { '#expiry': timeToLiveAttribute },
      ExpressionAttributeValues: { ':seen': item[timeToLiveAttribute] },
    });
  } catch (error) {
    if (!(error instanceof DynamoDbError && error.code === 'ConditionalCheckFailedException')) throw error;
  }
};

export type TimeToLiveSweep = { readonly stop: () => Promise<void> };

export type TimeToLiveSweepOptions = {
  readonly call: DynamoDbCall;
  readonly tables: readonly ExpiringTable[];
  readonly nowMs: () => number;
  readonly intervalMs: number;
  readonly log: (line: string) => void;
};

/** Deletes expired items, one page of each table per interval (real time), each table round and round. */
export const startTimeToLiveSweep = (options: TimeToLiveSweepOptions): TimeToLiveSweep => {
  const nextKeys = new Map<string, Readonly<Record<string, unknown>> | undefined>();
  let running: Promise<void> | undefined;
  const sweep = async (): Promise<void> => {
    for (const table of options.tables) {
      const startKey = nextKeys.get(table.tableName);
      nextKeys.set(table.tableName, await sweepPage(options.call, table, options.nowMs(), startKey));
    }
  };
  const timer = setInterval(() => {
    running ??= sweep()
      .catch((error: unknown) => options.log(`Cannot delete expired items: ${String(error)}`))
      .finally(() => {
        running = undefined;
      });
  }, options.intervalMs);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
};
