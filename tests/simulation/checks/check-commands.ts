import type { Run } from '#contracts/run.ts';
import type { Playbook } from '#domain/playbooks/playbook.ts';
import { simRetention } from '../workload/sim-retention.ts';
import type { ExpectedWorld } from './expected-world.ts';
import type { SeenWorld } from './seen-world.ts';

/** How many of its steps a run has taken, by what it says of itself. */
function stepsTaken(run: Run, playbook: Playbook): number {
  if (run.arm === 'holdout') return 0;
  if (run.ended === 'all steps taken') return playbook.steps.length;
  return run.step;
}

/** The ids of the commands that the runs must have issued: one for each step taken that is no wait. */
function expectedCommands(seen: SeenWorld): Set<string> {
  const ids = new Set<string>();
  for (const run of seen.runs) {
    const playbook = simRetention.playbooks.find((one) => one.name === run.playbook);
    if (playbook === undefined) continue;
    for (const [index, step] of playbook.steps.slice(0, stepsTaken(run, playbook)).entries()) {
      if (step.kind !== 'wait') ids.add(`${run.tenant}/${run.customerId}/${run.id}/${index}`);
    }
  }
  return ids;
}

/** The commands that reached delivery are those of the steps that were taken; each task lies in the inbox once. */
export function checkCommands(_expected: ExpectedWorld, seen: SeenWorld): string[] {
  const wanted = expectedCommands(seen);
  const got = new Set(seen.evidence.commands.map((command) => command.id));
  const tasks = new Set(seen.tasks.map((task) => task.id));
  const differences: string[] = [];
  for (const id of wanted) if (!got.has(id)) differences.push(`${id}: issued by its run, and lost`);
  for (const id of got) if (!wanted.has(id)) differences.push(`${id}: carried out, and issued by no run`);
  for (const command of seen.evidence.commands) {
    if (command.kind === 'create task' && !tasks.has(command.id)) differences.push(`${command.id}: no task was made`);
  }
  for (const id of tasks) if (!got.has(id)) differences.push(`${id}: a task that nobody asked for`);
  if (tasks.size !== seen.tasks.length) differences.push('a task lies in the ledger twice');
  return differences;
}
