import type { Command } from '#contracts/command.ts';
import type { Outcome } from '#contracts/outcome.ts';
import type { Run } from '#contracts/run.ts';
import { measureOutcome } from '#domain/measurement/measure-outcome.ts';
import { dayMs } from '#domain/profile/profile-state.ts';
import type { CustomerFacts } from './customer-facts.ts';
import type { Playbook, Step } from './playbook.ts';

export type RunAdvance = {
  /** The run to store: one version on. */
  readonly run: Run;
  /** What the run found out, when its window is over. */
  readonly outcome: Outcome | null;
};

/** So many days later, at a whole millisecond: a seventh of a day is none. */
function daysAfter(timeMs: number, days: number): number {
  return timeMs + Math.round(days * dayMs);
}

function commandFor(
  step: Exclude<Step, { kind: 'wait' }>,
  index: number,
  run: Run,
  facts: CustomerFacts,
  nowMs: number,
): Command {
  const shared = {
    schemaVersion: 1 as const,
    id: `${run.tenant}/${run.customerId}/${run.id}/${index}`,
    tenant: run.tenant,
    customerId: run.customerId,
    playbook: run.playbook,
    runId: run.id,
    causationId: run.transitionId,
    correlationId: run.correlationId,
    issuedMs: nowMs,
    why: run.why,
  };
  if (step.kind === 'send email') {
    return { ...shared, kind: 'send email', template: step.template, facts: facts.features };
  }
  const { title, advice } = step;
  const dueMs = daysAfter(nowMs, step.dueInDays);
  return { ...shared, kind: 'create task', title, advice, dueMs, valueMinor: facts.valueMinor };
}

/** The run has done what it had to do; what is left is to see, at the end of the window, whether the goal was reached. */
function toMeasuring(playbook: Playbook, run: Run, ended: string): Run {
  return { ...run, status: 'measuring', ended, wakeAtMs: daysAfter(run.startedMs, playbook.goal.withinDays) };
}

/** Takes steps until one waits or none is left. */
function takeSteps(playbook: Playbook, run: Run, facts: CustomerFacts, nowMs: number): Run {
  const outbox: Command[] = [];
  for (let index = run.step; index < playbook.steps.length; index += 1) {
    const step = playbook.steps[index];
    if (step === undefined) break;
    if (!facts.memberships.has(playbook.segment)) {
      return toMeasuring(
        playbook,
        { ...run, step: index, outbox },
        `left ${playbook.segment} before step ${index + 1}`,
      );
    }
    if (step.kind === 'wait') {
      return { ...run, step: index + 1, outbox, wakeAtMs: daysAfter(nowMs, step.days) };
    }
    outbox.push(commandFor(step, index, run, facts, nowMs));
  }
  return toMeasuring(playbook, { ...run, step: playbook.steps.length, outbox }, 'all steps taken');
}

/**
 * Moves a run on as far as it goes at `nowMs`. Returns null when it is not due or has ended: looking too early, or twice,
 * changes nothing. The commands to send lie in the returned run's outbox; they must be sent after it is stored.
 */
export function advanceRun(playbook: Playbook, run: Run, facts: CustomerFacts, nowMs: number): RunAdvance | null {
  if (run.status === 'ended' || run.wakeAtMs === null || run.wakeAtMs > nowMs) return null;
  const next: Run = { ...run, version: run.version + 1, outbox: [] };
  if (run.status === 'measuring') {
    const outcome = measureOutcome(playbook, run, facts.state, nowMs);
    return { run: { ...next, status: 'ended', wakeAtMs: null }, outcome };
  }
  if (run.playbookVersion !== playbook.version) {
    // Its steps are other ones now: taking up the new list in the middle would skip or repeat some.
    return { run: toMeasuring(playbook, next, `playbook changed to version ${playbook.version}`), outcome: null };
  }
  if (run.arm === 'holdout') return { run: toMeasuring(playbook, next, 'held out'), outcome: null };
  return { run: takeSteps(playbook, next, facts, nowMs), outcome: null };
}
