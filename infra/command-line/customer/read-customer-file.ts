import type { LedgerReader } from '#ports/ledger.ts';
import type { ProfileStore } from '#ports/profile-store.ts';
import type { RunStore } from '#ports/run-store.ts';
import type { AccountFile } from './explain-account.ts';
import type { CustomerFile } from './explain-customer.ts';

/** Most entries of each list. */
export const entriesShown = 50;

/** Reads everything that is stored about a customer; null if there is no such customer. */
export async function readCustomerFile(
  stores: {
    profiles: Pick<ProfileStore, 'load' | 'loadJoins' | 'loadTraits'>;
    runs: Pick<RunStore, 'latestRun'>;
    ledger: Pick<LedgerReader, 'transitionsOf' | 'deliveriesOf' | 'tasksOf' | 'outcomesOf'>;
  },
  playbooks: readonly string[],
  tenant: string,
  customerId: string,
): Promise<CustomerFile | null> {
  const { profiles, runs, ledger } = stores;
  const record = await profiles.load(tenant, customerId, 'consistent');
  if (record === null) return null;
  const [joinedFrom, stored, transitions, deliveries, tasks, outcomes, latestRuns] = await Promise.all([
    profiles.loadJoins(tenant, customerId),
    profiles.loadTraits(tenant, customerId),
    ledger.transitionsOf(tenant, customerId, entriesShown),
    ledger.deliveriesOf(tenant, customerId, entriesShown),
    ledger.tasksOf(tenant, customerId, entriesShown),
    ledger.outcomesOf(tenant, customerId, entriesShown),
    Promise.all(playbooks.map((playbook) => runs.latestRun(tenant, customerId, playbook))),
  ]);
  const { version: _, ...told } = stored;
  const begun = latestRuns.flatMap((run) => (run === null ? [] : [run]));
  begun.sort((a, b) => b.startedMs - a.startedMs);
  return { record, joinedFrom, told, transitions, runs: begun, deliveries, tasks, outcomes };
}

/** Reads what is stored about an account (`account:ID`) beside its profile; null if there is nothing. */
export async function readAccountFile(
  profiles: Pick<ProfileStore, 'loadTraits' | 'loadMembers'>,
  tenant: string,
  customerId: string,
): Promise<AccountFile | null> {
  const [{ version, traits }, members] = await Promise.all([
    profiles.loadTraits(tenant, customerId),
    profiles.loadMembers(tenant, customerId),
  ]);
  return version === 0 && members.length === 0 ? null : { tenant, customerId, traits, members };
}
