import type { RunStore } from '#ports/run-store.ts';
import { type Item, number, text } from '../aws/item-attributes.ts';
import { customerKey } from '../aws/item-keys.ts';
import { parseRunItem, runItem, runSortKey, runsOfPlaybookPrefix, startItem } from '../aws/run-item.ts';
import type { MemoryTable } from './memory-table.ts';

/** Runs in memory, in the partition of their customer. */
export function createMemoryRunStore(table: MemoryTable): RunStore {
  return {
    async loadRun(tenant, customerId, runId) {
      const item = table.get(customerKey(tenant, customerId), runSortKey(runId));
      return item === null ? null : parseRunItem(item);
    },
    async latestRun(tenant, customerId, playbook) {
      const latest = table.last(customerKey(tenant, customerId), runsOfPlaybookPrefix(playbook));
      return latest === null ? null : parseRunItem(latest);
    },
    async claimStart(run, restedSinceMs) {
      const mayStart = (held: Item | null) =>
        held === null || number(held, 'started') <= restedSinceMs || text(held, 'holder') === run.id;
      return table.putIf(startItem(run), mayStart) === 'written';
    },
    putRun: async (run) => table.putVersion(runItem(run), run.version),
  };
}
