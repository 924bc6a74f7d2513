import { asksRelations } from '#domain/profile/relations-asked.ts';
import { tellRelations } from '#functions/tell-relations.ts';
import type { Observer } from '#ports/observer.ts';
import type { ExaminedCustomer } from './examine-partition.ts';
import { type RebuildSettings, rebuildCustomer } from './rebuild-customer.ts';
import type { ReplayDestination } from './replay-destination.ts';
import type { ReplayTally } from './replay-summary.ts';

export type RebuildPartitionSettings = RebuildSettings & {
  readonly rebuild: boolean;
  readonly destination: Pick<ReplayDestination, 'relations'>;
  readonly observer: Pick<Observer, 'note' | 'count'>;
  readonly signal: AbortSignal;
};

/** Lets those who ask about a customer know how it stands. */
async function tell(settings: RebuildPartitionSettings, customerId: string): Promise<void> {
  const { profiles, tenant, asked, observer, destination } = settings;
  const record = await profiles.load(tenant, customerId, 'consistent');
  if (record === null) return;
  await tellRelations({ asked, profiles, observer, relations: destination.relations }, [record]);
}

/**
 * Rebuilds the customers of a partition who are to be rebuilt, and lets those who ask about them know how they stand: also
 * of such as need no rebuilding, for nobody may have told yet what is asked since the last deployment.
 */
export async function rebuildPartition(
  settings: RebuildPartitionSettings,
  examined: readonly ExaminedCustomer[],
  tally: ReplayTally,
): Promise<void> {
  for (const one of examined) {
    const isSame = settings.rebuild && one.decision.kind === 'identical';
    if (one.decision.kind !== 'rebuild' && !isSame) continue;
    if (settings.signal.aborted) return;
    const isDone = isSame || (await rebuildCustomer(settings, one));
    if (!isDone) tally.tookOver(one.customerId);
    else if (!isSame) tally.rebuilt += 1;
    if (isDone && asksRelations(settings.asked)) await tell(settings, one.customerId);
  }
}
