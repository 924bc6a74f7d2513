import type { FlowCounter, FlowReader } from '#ports/flow-store.ts';
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
} from '../aws/flow-items.ts';
import { type Item, text } from '../aws/item-attributes.ts';
import type { MemoryTable } from './memory-table.ts';

/** An item of sums with more added to it. */
function added(before: Item | null, addition: FlowAddition): Item {
  const { pk, sk, expiresAt } = addition;
  const sum = before === null ? { writes: 0, revenueMinor: 0 } : parseFlowItem(before);
  return {
    pk: { S: pk },
    sk: { S: sk },
    expiresAt: { N: String(expiresAt) },
    writes: { N: String(sum.writes + addition.writes) },
    revenueMinor: { N: String(sum.revenueMinor + addition.revenueMinor) },
  };
}

/** Flows in a ledger table in memory. */
export function createMemoryFlowStore(table: MemoryTable): FlowCounter & FlowReader {
  return {
    async count(writes, nowMs) {
      let counted = 0;
      for (const marked of transactionsOf(markedWrites(writes, nowMs))) {
        const isNew = ({ marker }: MarkedWrite) => table.find(text(marker, 'pk'), text(marker, 'sk')) === null;
        const left = marked.filter(isNew);
        const sums = additionsOf(left, counted % flowShards, nowMs).map((one) =>
          added(table.find(one.pk, one.sk), one),
        );
        table.putTogether([...left.map(({ marker }) => marker), ...sums]);
        counted += left.length;
      }
      return counted;
    },
    async patterns(tenant, day) {
      const shards = Array.from({ length: flowShards }, (_, shard) => flowPartition(tenant, day, shard));
      return mergePatterns(shards.flatMap((partition) => table.query(partition, '')).map(parseFlowItem));
    },
  };
}
