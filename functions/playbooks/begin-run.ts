import type { SegmentTransition } from '#contracts/transition.ts';
import { advanceRun } from '#domain/playbooks/advance-run.ts';
import { customerFacts } from '#domain/playbooks/customer-facts.ts';
import type { Playbook } from '#domain/playbooks/playbook.ts';
import { runIdOf, startRun } from '#domain/playbooks/start-run.ts';
import { dayMs } from '#domain/profile/profile-state.ts';
import type { PlaybookDependencies } from './playbook-dependencies.ts';
import { storeAdvance } from './store-advance.ts';
import { claimForPerson, latestVisitorRun, visitorsOf } from './visitor-runs.ts';

/**
 * Longer than any start can take, four times the function's time limit. A claim that is older belongs to a run that is stored,
 * which the rest goes by, or to one whose starter died and whose customer has left since: it must not stand in the way.
 */
const startingTakesMs = 120_000;

/**
 * Starts the run that a transition asks for, once: a repetition finds it and only sends its commands again. The rest of a
 * playbook counts for a person: from the latest run of the customer, and of the visitors that were joined into it.
 */
export async function beginRun(
  dependencies: PlaybookDependencies,
  playbook: Playbook,
  transition: SegmentTransition,
): Promise<void> {
  const { tenant, customerId } = transition;
  const ownId = runIdOf(playbook, transition.profileVersion);
  const existing = await dependencies.runs.loadRun(tenant, customerId, ownId);
  if (existing !== null) return dependencies.commands.send(existing.outbox);
  const profile = await dependencies.profiles.load(tenant, customerId, 'consistent');
  if (profile === null) {
    throw new Error(`Cannot start ${playbook.name}: there is no profile of customer ${customerId}`);
  }
  const about = { playbook: playbook.name, tenant, customerId, transitionId: transition.id };
  const skip = (reason: string) => dependencies.observer.note('No run is started', { ...about, reason });
  if (profile.joined !== null) return skip(`has become part of customer ${profile.joined.into}`);
  const nowMs = dependencies.clock();
  const facts = customerFacts(dependencies.definitions, profile, nowMs, null);
  const latest = await dependencies.runs.latestRun(tenant, customerId, playbook.name);
  // Another delivery of this transition was quicker, and may have stopped before it sent what the run commands.
  if (latest?.id === ownId) return dependencies.commands.send(latest.outbox);
  const decision = startRun(playbook, transition, facts, latest, nowMs);
  if (decision.kind === 'skip') return skip(decision.reason);
  const visitors = await visitorsOf(dependencies, playbook, decision.run);
  const visitorRun = await latestVisitorRun(dependencies, visitors, decision.run);
  const asPerson = startRun(playbook, transition, facts, visitorRun, nowMs);
  if (asPerson.kind === 'skip') return skip(asPerson.reason);
  const startingSinceMs = nowMs - Math.min(startingTakesMs, playbook.restDays * dayMs);
  if (!(await claimForPerson(dependencies, visitors, decision.run, startingSinceMs))) {
    throw new Error(`Cannot start ${playbook.name}: another run of it is being started for customer ${customerId}`);
  }
  const advance = advanceRun(playbook, decision.run, facts, nowMs);
  if (advance === null)
    throw new Error(`Cannot start ${playbook.name}: run ${decision.run.id} is not due at its start`);
  if (!(await storeAdvance(dependencies, advance))) {
    throw new Error(`Cannot start ${playbook.name}: run ${decision.run.id} was started by another at the same time`);
  }
  dependencies.observer.count('RunsStarted', 1);
}
