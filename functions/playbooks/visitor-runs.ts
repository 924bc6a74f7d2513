import pMap from 'p-map';
import type { Run } from '#contracts/run.ts';
import type { Playbook } from '#domain/playbooks/playbook.ts';
import type { PlaybookDependencies } from './playbook-dependencies.ts';

/** How many visitors are asked about at once. */
const concurrency = 10;

/** The visitors whose runs of a playbook count for a customer: those joined into it. Without a rest none does. */
export async function visitorsOf(
  { profiles }: Pick<PlaybookDependencies, 'profiles'>,
  playbook: Playbook,
  { tenant, customerId }: Pick<Run, 'tenant' | 'customerId'>,
): Promise<string[]> {
  if (playbook.restDays === 0) return [];
  return (await profiles.loadJoins(tenant, customerId)).map((join) => join.visitor);
}

/** Of the visitors' runs of a playbook, the one that started last, or null. */
export async function latestVisitorRun(
  { runs }: Pick<PlaybookDependencies, 'runs'>,
  visitors: readonly string[],
  { tenant, playbook }: Pick<Run, 'tenant' | 'playbook'>,
): Promise<Run | null> {
  const latest = await pMap(visitors, (visitor) => runs.latestRun(tenant, visitor, playbook), { concurrency });
  const found = latest.filter((run) => run !== null);
  return found.reduce<Run | null>((last, run) => (last === null || run.startedMs > last.startedMs ? run : last), null);
}

/**
 * Claims the start of a user's run (`claimStart`), with each visitor as well: whoever read a visitor before it was joined may
 * be starting its run right now. False if one of the claims is refused.
 */
export async function claimForPerson(
  { runs }: Pick<PlaybookDependencies, 'runs'>,
  visitors: readonly string[],
  run: Run,
  startingSinceMs: number,
): Promise<boolean> {
  if (!(await runs.claimStart(run, startingSinceMs))) return false;
  // Ids of runs say nothing of whose they are: a visitor's own run of the same version must not be taken for this one.
  const id = `${run.id} of ${run.customerId}`;
  const claim = (customerId: string) => runs.claimStart({ ...run, customerId, id }, startingSinceMs);
  return (await pMap(visitors, claim, { concurrency })).every((isClaimed) => isClaimed);
}
