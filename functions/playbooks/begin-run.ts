import type { SegmentTransition } from '#contracts/transition.ts';
import { advanceRun } from '#domain/playbooks/advance-run.ts';
import { customerFacts } from '#domain/playbooks/customer-facts.ts';
import type { Playbook } from '#domain/playbooks/playbook.ts';
import { runIdOf, startRun } from '#domain/playbooks/start-run.ts';
import { dayMs } from '#domain/profile/profile-state.ts';
import type { PlaybookDependencies } from './playbook-dependencies.ts';
import { storeAdvance } from './store-advance.ts';

/** Starts the run that a transition asks for, once: a repetition finds it and only sends its commands again. */
export async function beginRun(
  dependencies: PlaybookDependencies,
  playbook: Playbook,
  transition: SegmentTransition,
): Promise<void> {
  const { tenant, customerId } = transition;
  const existing = await dependencies.runs.loadRun(tenant, customerId, runIdOf(playbook, transition.profileVersion));
  if (existing !== null) return dependencies.commands.send(existing.outbox);
  const profile = await dependencies.profiles.load(tenant, customerId);
  if (profile === null) {
    throw new Error(`Cannot start ${playbook.name}: there is no profile of customer ${customerId}`);
  }
  const nowMs = dependencies.clock();
  const facts = customerFacts(dependencies.definitions, profile, nowMs);
  const latest = await dependencies.runs.latestRun(tenant, customerId, playbook.name);
  const decision = startRun(playbook, transition, facts, latest, nowMs);
  if (decision.kind === 'skip') {
    dependencies.observer.note('No run is started', { playbook: playbook.name, customerId, reason: decision.reason });
    return;
  }
  if (!(await dependencies.runs.claimStart(decision.run, nowMs - playbook.restDays * dayMs))) {
    dependencies.observer.note('No run is started', {
      playbook: playbook.name,
      customerId,
      reason: 'another has begun',
    });
    return;
  }
  const advance = advanceRun(playbook, decision.run, facts, nowMs);
  if (advance === null)
    throw new Error(`Cannot start ${playbook.name}: run ${decision.run.id} is not due at its start`);
  if (!(await storeAdvance(dependencies, advance))) {
    throw new Error(`Cannot start ${playbook.name}: run ${decision.run.id} was started by another at the same time`);
  }
  dependencies.observer.count('RunsStarted', 1);
}
