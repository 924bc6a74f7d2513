import type { PatternSum } from '#domain/migrations/flows-of.ts';
import { type CountedWrite, countedKeptSeconds, flowsKeptSeconds } from '#ports/flow-store.ts';
import { type Item, number, text } from './item-attributes.ts';
import { sortable } from './item-keys.ts';
import { ledgerCustomerKey } from './ledger-items.ts';

/** Partitions over which the flows of a tenant and day are spread, so that many who count at once seldom meet. */
export const flowShards = 8;

export const flowPartition = (tenant: string, day: string, shard: number) => `flows|${tenant}|${day}|${shard}`;

/** A write that is counted as a whole or not at all, with the item that says that it was. */
export type MarkedWrite = { readonly marker: Item; readonly write: CountedWrite };

/** One item of sums, and what is to be added to it. */
export type FlowAddition = {
  readonly pk: string;
  readonly sk: string;
  readonly writes: number;
  readonly revenueMinor: number;
  /** In seconds since 1970. */
  readonly expiresAt: number;
};

/** Most actions of a transaction. Source: Amazon DynamoDB API reference, TransactWriteItems. */
const mostActions = 100;

/** Writes with their markers; a write that is told twice is one, and one that changed nothing is none. */
export function markedWrites(writes: readonly CountedWrite[], nowMs: number): MarkedWrite[] {
  const marked = writes
    .filter(({ patterns }) => patterns.length > 0)
    .map((write): MarkedWrite => {
      const marker: Item = {
        pk: { S: ledgerCustomerKey(write.tenant, write.customerId) },
        sk: { S: `counted#${sortable(write.profileVersion)}` },
        expiresAt: { N: String(Math.ceil(nowMs / 1000) + countedKeptSeconds) },
      };
      return { marker, write };
    });
  return [
    ...new Map(marked.map((one) => [JSON.stringify([text(one.marker, 'pk'), text(one.marker, 'sk')]), one])).values(),
  ];
}

/** What some writes add together, in a shard. */
export function additionsOf(marked: readonly MarkedWrite[], shard: number, nowMs: number): FlowAddition[] {
  const sums = new Map<string, FlowAddition>();
  const expiresAt = Math.ceil(nowMs / 1000) + flowsKeptSeconds;
  for (const { write } of marked) {
    const pk = flowPartition(write.tenant, write.day, shard);
    for (const sk of write.patterns) {
      const key = JSON.stringify([pk, sk]);
      const before = sums.get(key) ?? { writes: 0, revenueMinor: 0 };
      const revenueMinor = before.revenueMinor + write.revenueMinor;
      sums.set(key, { pk, sk, writes: before.writes + 1, revenueMinor, expiresAt });
    }
  }
  return [...sums.values()];
}

/** Puts writes together, in their order, as many as a transaction takes. */
export function transactionsOf(marked: readonly MarkedWrite[]): MarkedWrite[][] {
  const transactions: MarkedWrite[][] = [];
  let keys = new Set<string>();
  for (const one of marked) {
    const { tenant, day, patterns } = one.write;
    const own = new Set(patterns.map((pattern) => JSON.stringify([tenant, day, pattern])));
    const last = transactions.at(-1);
    const together = keys.union(own);
    if (last !== undefined && last.length + 1 + together.size <= mostActions) {
      last.push(one);
      keys = together;
    } else {
      transactions.push([one]);
      keys = own;
    }
  }
  return transactions;
}

/** Item of sums → what it sums up. Throws if the item holds none. */
export function parseFlowItem(item: Item): PatternSum {
  return { pattern: text(item, 'sk'), writes: number(item, 'writes'), revenueMinor: number(item, 'revenueMinor') };
}

/** The sums of all shards, each pattern once. */
export function mergePatterns(sums: readonly PatternSum[]): PatternSum[] {
  const merged = new Map<string, PatternSum>();
  for (const { pattern, writes, revenueMinor } of sums) {
    const before = merged.get(pattern) ?? { writes: 0, revenueMinor: 0 };
    merged.set(pattern, {
      pattern,
      writes: before.writes + writes,
      revenueMinor: before.revenueMinor + revenueMinor,
    });
  }
  return [...merged.values()];
}
