import type { RunWakeMessage } from '#contracts/queue-message.ts';
import { advanceRun } from '#domain/playbooks/advance-run.ts';
import { factsForRun } from './facts-for-run.ts';
import type { PlaybookDependencies } from './playbook-dependencies.ts';
import { storeAdvance } from './store-advance.ts';

/** Moves a run on whose wait is over; one that is not due any more only has its commands sent again. */
export async function resumeRun(dependencies: PlaybookDependencies, wake: RunWakeMessage): Promise<void> {
  const { tenant, customerId, runId } = wake;
  const run = await dependencies.runs.loadRun(tenant, customerId, runId);
  const profile = await dependencies.profiles.load(tenant, customerId, 'consistent');
  if (run === null || profile === null) {
    throw new Error(`Cannot resume run ${runId}: the run or the profile of customer ${customerId} does not exist`);
  }
  const playbook = dependencies.definitions.playbooks.find((one) => one.name === run.playbook);
  if (playbook === undefined) {
    if (run.status === 'ended') return;
    // The playbook was taken out of retention/: its runs end instead of waking for ever.
    const retired = { ...run, version: run.version + 1, status: 'ended' as const, ended: 'playbook retired' };
    await storeAdvance(dependencies, { run: { ...retired, wakeAtMs: null, outbox: [] }, outcome: null });
    return;
  }
  const nowMs = dependencies.clock();
  const facts = await factsForRun(dependencies, profile, nowMs);
  const advance = advanceRun(playbook, run, facts, nowMs);
  if (advance === null) return dependencies.commands.send(run.outbox);
  // Going on replaces the outbox: what it holds may never have been sent, if sending failed until now.
  await dependencies.commands.send(run.outbox);
  if (!(await storeAdvance(dependencies, advance))) throw new Error(`Cannot resume run ${runId}: another moved it on`);
}
