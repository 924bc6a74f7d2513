import { type Run, runSchema } from '#contracts/run.ts';
import { type Item, text } from './item-attributes.ts';
import { customerKey, runSortKeyPrefix, wakeShardOf } from './item-keys.ts';

/** Where a run lies: in the partition of its customer, ordered by playbook and then by start. */
export function runSortKey(runId: string): string {
  return `${runSortKeyPrefix}${runId}`;
}

/** What the sort keys of all runs of a playbook begin with. */
export function runsOfPlaybookPrefix(playbook: string): string {
  return runSortKey(`${playbook}#`);
}

/** Run → item; `wakeShard` and `wakeAt` put it into the wake-up index while it waits. */
export function runItem(run: Run): Item {
  const pk = customerKey(run.tenant, run.customerId);
  const item: Item = {
    pk: { S: pk },
    sk: { S: runSortKey(run.id) },
    version: { N: String(run.version) },
    run: { S: JSON.stringify(run) },
  };
  if (run.wakeAtMs !== null) {
    item['wakeShard'] = { S: wakeShardOf(pk) };
    item['wakeAt'] = { N: String(run.wakeAtMs) };
  }
  return item;
}

/** The claim of the run of a playbook that started last: one item a playbook and customer. */
export function startItem(run: Pick<Run, 'tenant' | 'customerId' | 'playbook' | 'id' | 'startedMs'>): Item {
  return {
    pk: { S: customerKey(run.tenant, run.customerId) },
    sk: { S: `start#${run.playbook}` },
    holder: { S: run.id },
    started: { N: String(run.startedMs) },
  };
}

/** Item → run. Throws if the item does not hold one. */
export function parseRunItem(item: Item): Run {
  return runSchema.parse(JSON.parse(text(item, 'run')));
}
