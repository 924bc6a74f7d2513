import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import { type DynamoDbCall, DynamoDbError } from './wire.ts';

const keySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));

const descriptionSchema = z.object({
  TableStatus: z.string(),
  KeySchema: keySchema,
  LatestStreamArn: z.string().optional(),
  GlobalSecondaryIndexes: z.array(z.object({ IndexName: z.string() })).default([]),
});

export type TableDescription = z.infer<typeof descriptionSchema>;

/** What is asked of DynamoDB to create a table, as CreateTable takes it. */
export type TableRequest = {
  readonly TableName: string;
  readonly KeySchema: z.infer<typeof keySchema>;
  readonly AttributeDefinitions: readonly { readonly AttributeName: string; readonly AttributeType: 'S' | 'N' | 'B' }[];
  readonly GlobalSecondaryIndexes?: readonly { readonly IndexName: string }[];
  readonly StreamSpecification?: { readonly StreamEnabled: true; readonly StreamViewType: string };
  readonly [more: string]: unknown;
};

const activeWithinMs = 10_000;

/**
 * Makes sure that the table is there and active: creates it, or accepts one of the same keys and indexes that data was
 * kept in.
 * @throws Error when a kept table has other keys, other indexes, or no stream where one is asked for.
 */
export const ensureTable = async (call: DynamoDbCall, request: TableRequest): Promise<TableDescription> => {
  const existing = await describeTable(call, request.TableName);
  if (existing !== undefined) {
    assertSameShape(existing, request);
    return existing;
  }
  await call('DynamoDB_20120810.CreateTable', request);
  const limit = performance.now() + activeWithinMs;
  for (;;) {
    const created = await describeTable(call, request.TableName);
    if (created?.TableStatus === 'ACTIVE') return created;
    if (performance.now() > limit)
      throw new Error(`Cannot create the table ${request.TableName}: not active within 10 s`);
    await delay(10);
  }
};

/** Turns on the expiry of items, for what DescribeTimeToLive shows; the engines here do not delete by it. */
export const enableTimeToLive = async (call: DynamoDbCall, tableName: string, attribute: string): Promise<void> => {
  try {
    await call('DynamoDB_20120810.UpdateTimeToLive', {
      TableName: tableName,
      TimeToLiveSpecification: { AttributeName: attribute, Enabled: true },
    });
  } catch (error) {
    // A kept table has it on already, which DynamoDB refuses to turn on again.
    if (!(error instanceof DynamoDbError && error.code === 'ValidationException')) throw error;
  }
};

const describeTable = async (call: DynamoDbCall, tableName: string): Promise<TableDescription | undefined> => {
  try {
    const answer = await call('DynamoDB_20120810.DescribeTable', { TableName: tableName });
    return z.object({ Table: descriptionSchema }).parse(answer).Table;
  } catch (error) {
    if (error instanceof DynamoDbError && error.code === 'ResourceNotFoundException') return undefined;
    throw error;
  }
};

const assertSameShape = (existing: TableDescription, request: TableRequest): void => {
  const refuse = (what: string): never => {
    throw new Error(
      `Cannot stand up the table ${request.TableName}: kept data has ${what}; start with another data directory`,
    );
  };
  const keysOf = (keys: z.infer<typeof keySchema>): string =>
    keys.map(({ AttributeName, KeyType }) => `${AttributeName} ${KeyType}`).join(', ');
  if (keysOf(existing.KeySchema) !== keysOf(request.KeySchema)) refuse(`the keys ${keysOf(existing.KeySchema)}`);
  const existingIndexes = existing.GlobalSecondaryIndexes.map(({ IndexName }) => IndexName).sort();
  const wantedIndexes = (request.GlobalSecondaryIndexes ?? []).map(({ IndexName }) => IndexName).sort();
  if (existingIndexes.join() !== wantedIndexes.join())
    refuse(`the indexes [${existingIndexes}], not [${wantedIndexes}]`);
  if (request.StreamSpecification !== undefined && existing.LatestStreamArn === undefined) refuse('no stream');
};
