import { setTimeout as pause } from 'node:timers/promises';
import {
  type DynamoDBClient,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import pMap from 'p-map';
import type { FlowCounter, FlowReader } from '#ports/flow-store.ts';
import { ThrottledError } from '#ports/throttled-error.ts';
import {
  additionsOf,
  type FlowAddition,
  flowPartition,
  flowShards,
  type MarkedWrite,
  markedWrites,
  mergePatterns,
  parseFlowItem,
  transactionsOf,
} from './flow-items.ts';
import { queryAll } from './query-all.ts';
import { throttledAs } from './throttled.ts';

/** Transactions under way at once. */
const concurrency = 4;

/** How often a transaction that met others is tried, and the longest pause before the second time; it doubles with each. */
const mostAttempts = 8;
const firstPauseMs = 25;

/** Most items of sums that one shard of a day may hold: different things that a write may change. */
const mostPatterns = 20_000;

const action = 'count the flows between segments';

function putMarker(TableName: string, { marker }: MarkedWrite): TransactWriteItem {
  return { Put: { TableName, Item: marker, ConditionExpression: 'attribute_not_exists(pk)' } };
}

function addTo(TableName: string, { pk, sk, writes, revenueMinor, expiresAt }: FlowAddition): TransactWriteItem {
  return {
    Update: {
      TableName,
      Key: { pk: { S: pk }, sk: { S: sk } },
      UpdateExpression: 'SET expiresAt = :expiresAt ADD #writes :writes, #revenue :revenue',
      // By other names, for which words DynamoDB reserves may change.
      ExpressionAttributeNames: { '#writes': 'writes', '#revenue': 'revenueMinor' },
      ExpressionAttributeValues: {
        ':expiresAt': { N: String(expiresAt) },
        ':writes': { N: String(writes) },
        ':revenue': { N: String(revenueMinor) },
      },
    },
  };
}

/** Why a transaction is refused that may be taken a moment later. Source: Amazon DynamoDB API reference, TransactWriteItems. */
const passing: ReadonlySet<string | undefined> = new Set([
  'None',
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

/** The writes that had not been counted when a transaction was refused; null where none of them was the reason. */
function notCountedYet(marked: readonly MarkedWrite[], refused: TransactionCanceledException): MarkedWrite[] | null {
  const reasons = refused.CancellationReasons ?? [];
  const left = marked.filter((_, index) => reasons[index]?.Code !== 'ConditionalCheckFailed');
  return left.length === marked.length ? null : left;
}

/** Flows in DynamoDB: the item that says that a write was counted, and the sums, change in one transaction. */
export function createDynamoFlowStore(options: {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  /** A number from 0 to below 1: chooses the shard, and spreads the pauses. */
  readonly chance: () => number;
}): FlowCounter & FlowReader {
  const { client, tableName, chance } = options;

  const attempt = async (
    marked: readonly MarkedWrite[],
    nowMs: number,
  ): Promise<MarkedWrite[] | 'counted' | 'met others'> => {
    const sums = additionsOf(marked, Math.floor(chance() * flowShards), nowMs).map((one) => addTo(tableName, one));
    const TransactItems = [...marked.map((one) => putMarker(tableName, one)), ...sums];
    try {
      await throttledAs(action, () => client.send(new TransactWriteItemsCommand({ TransactItems })));
      return 'counted';
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const left = notCountedYet(marked, error);
      if (left !== null) return left;
      if (error.CancellationReasons?.every(({ Code }) => passing.has(Code))) return 'met others';
      throw error;
    }
  };

  const countTogether = async (given: readonly MarkedWrite[], nowMs: number): Promise<number> => {
    let left = given;
    for (let attempts = 1; left.length > 0; ) {
      const answer = await attempt(left, nowMs);
      if (answer === 'counted') return left.length;
      if (answer !== 'met others') {
        // What was counted before is left out; each time at least one is.
        left = answer;
        continue;
      }
      if (attempts === mostAttempts) throw new ThrottledError(action, null);
      await pause(chance() * firstPauseMs * 2 ** (attempts - 1));
      attempts += 1;
    }
    return 0;
  };

  return {
    async count(writes, nowMs) {
      const transactions = transactionsOf(markedWrites(writes, nowMs));
      const counted = await pMap(transactions, (marked) => countTogether(marked, nowMs), { concurrency });
      return counted.reduce((sum, one) => sum + one, 0);
    },
    async patterns(tenant, day) {
      const shards = Array.from({ length: flowShards }, (_, shard) => flowPartition(tenant, day, shard));
      const found = await Promise.all(
        shards.map((partition) =>
          queryAll(
            client,
            {
              TableName: tableName,
              KeyConditionExpression: 'pk = :pk',
              ExpressionAttributeValues: { ':pk': { S: partition } },
            },
            { limit: mostPatterns, what: `the flows of ${day}` },
          ),
        ),
      );
      return mergePatterns(found.flat().map(parseFlowItem));
    },
  };
}
