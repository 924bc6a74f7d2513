import type { RunAdvance } from '#domain/playbooks/advance-run.ts';
import type { PlaybookDependencies } from './playbook-dependencies.ts';

/**
 * Performs what a run decided: the outcome first (its id makes writing it twice harmless), then the run, then the
 * commands that the run carries. If the sender dies before the last step, the redelivered message finds the run and sends
 * its commands again; delivery tells repetitions by their id. Returns false if someone else moved the run meanwhile.
 */
export async function storeAdvance(dependencies: PlaybookDependencies, advance: RunAdvance): Promise<boolean> {
  if (advance.outcome !== null) await dependencies.ledger.recordOutcome(advance.outcome);
  if ((await dependencies.runs.putRun(advance.run)) === 'conflict') return false;
  await dependencies.commands.send(advance.run.outbox);
  dependencies.observer.count('CommandsIssued', advance.run.outbox.length);
  return true;
}
