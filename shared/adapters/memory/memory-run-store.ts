import type { RunStore } from '#ports/run-store.ts';
import { number, text } from '../aws/item-attributes.ts';
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
      const latest = table.query(customerKey(tenant, customerId), runsOfPlaybookPrefix(playbook)).at(-1);
      return latest === undefined ? null : parseRunItem(latest);
    },
    async claimStart(run, restedSinceMs) {
      const claim = startItem(run);
      const held = table.get(text(claim, 'pk'), text(claim, 'sk'));
      if (held !== null && number(held, 'started') > restedSinceMs && text(held, 'holder') !== run.id) return false;
      table.put(claim);
      return true;
    },
    putRun: async (run) => table.putVersion(runItem(run), run.version),
  };
}
