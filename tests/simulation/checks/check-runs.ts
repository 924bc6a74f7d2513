import { hash } from 'node:crypto';
import { customerKey } from '#adapters/aws/item-keys.ts';
import type { Run } from '#contracts/run.ts';
import type { Playbook } from '#domain/playbooks/playbook.ts';
import { dayMs } from '../workload/draw-scene.ts';
import { simRetention } from '../workload/sim-retention.ts';
import type { ExpectedWorld } from './expected-world.ts';
import type { SeenWorld } from './seen-world.ts';

/** The arm that a customer must be in: the first 52 bits of a hash, as a share. */
export function expectedArm(playbook: Playbook, tenant: string, customerId: string): Run['arm'] {
  const digest = hash('sha256', JSON.stringify([tenant, playbook.name, customerId]), 'hex');
  const share = Number(BigInt(`0x${digest.slice(0, 13)}`)) / 2 ** 52;
  return share < playbook.holdoutShare ? 'holdout' : 'treated';
}

/** The version of the profile that a run's id carries. */
export function versionOf(run: Run): number {
  return Number(run.id.slice(run.id.lastIndexOf('#') + 1));
}

function checkOrigin(run: Run, playbook: Playbook | undefined, seen: SeenWorld): string[] {
  if (playbook === undefined) return [`${run.id}: there is no playbook ${run.playbook}`];
  const transition = seen.committed.get(run.transitionId);
  if (transition === undefined) return [`${run.id}: started by ${run.transitionId}, which no write holds`];
  const isRight =
    transition.type === 'Segment Entered' &&
    transition.mode === 'live' &&
    transition.segment === playbook.segment &&
    transition.customerId === run.customerId &&
    transition.tenant === run.tenant &&
    transition.profileVersion === versionOf(run);
  return isRight ? [] : [`${run.id}: started by ${run.transitionId}, which asks for no such run`];
}

function checkProgress(run: Run, playbook: Playbook, seen: SeenWorld): string[] {
  const differences: string[] = [];
  const arm = expectedArm(playbook, run.tenant, run.customerId);
  if (run.arm !== arm) differences.push(`${run.id} of ${run.customerId}: expected the arm ${arm}, got ${run.arm}`);
  if (run.wakeAtMs !== null && run.wakeAtMs <= seen.evidence.endedMs) {
    differences.push(`${run.id} of ${run.customerId}: due at ${run.wakeAtMs}, and forgotten`);
  }
  const outcomes = seen.outcomes.filter(({ runId, customerId, tenant }) => {
    return runId === run.id && customerId === run.customerId && tenant === run.tenant;
  });
  const wanted = run.status === 'ended' ? 1 : 0;
  if (outcomes.length !== wanted) {
    differences.push(`${run.id} of ${run.customerId}: expected ${wanted} outcomes, got ${outcomes.length}`);
  }
  return differences;
}

/** Runs of one playbook and customer begin in the order of the versions that asked for them, and keep the rest. */
function checkSequence(playbook: Playbook, runs: readonly Run[]): string[] {
  const differences: string[] = [];
  const ordered = runs.toSorted((a, b) => versionOf(a) - versionOf(b));
  for (const [index, run] of ordered.entries()) {
    const before = ordered[index - 1];
    if (before === undefined) continue;
    const restedMs = run.startedMs - before.startedMs;
    if (restedMs < 0) differences.push(`${run.id} of ${run.customerId} started before ${before.id}`);
    else if (restedMs < playbook.restDays * dayMs) {
      differences.push(`${run.id} of ${run.customerId}: started ${restedMs} ms after ${before.id}, within the rest`);
    }
    if (run.transitionId === before.transitionId) differences.push(`${run.transitionId} started two runs`);
  }
  return differences;
}

/** Every run was asked for by one transition, stands where it must, and came in its turn. */
export function checkRuns(_expected: ExpectedWorld, seen: SeenWorld): string[] {
  const differences: string[] = [];
  const lines = new Map<string, Run[]>();
  for (const run of seen.runs) {
    const playbook = simRetention.playbooks.find((one) => one.name === run.playbook);
    differences.push(...checkOrigin(run, playbook, seen));
    if (playbook !== undefined) differences.push(...checkProgress(run, playbook, seen));
    const line = JSON.stringify([customerKey(run.tenant, run.customerId), run.playbook]);
    lines.set(line, [...(lines.get(line) ?? []), run]);
  }
  for (const runs of lines.values()) {
    const playbook = simRetention.playbooks.find((one) => one.name === runs[0]?.playbook);
    if (playbook !== undefined) differences.push(...checkSequence(playbook, runs));
  }
  return differences;
}
