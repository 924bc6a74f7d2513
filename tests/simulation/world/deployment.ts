import type { World } from './world.ts';

/** Which code a container runs: the one before the plan's deployment or the one that it brings. */
export type CodeAge = 'old' | 'new';

/** The code of an invocation that begins now. A spared one meets the new code as soon as there is any. */
export function codeAgeAt({ plan, scheduler, random }: World, isSpared: boolean): CodeAge {
  if (plan.deployment === null || scheduler.nowMs() < plan.deployment.fromMs) return 'old';
  if (scheduler.nowMs() >= plan.deployment.untilMs || isSpared) return 'new';
  return random.chance(0.5) ? 'new' : 'old';
}

/** Whether profile containers of this code run the code that wrote layout 1. */
export function runsOlderProfileCode({ plan }: World, age: CodeAge): boolean {
  return age === 'old' && plan.deployment?.kind === 'from layout 1';
}

/** Whether containers of this code are gone. */
export function isRetired({ plan, scheduler }: World, age: CodeAge): boolean {
  return age === 'old' && plan.deployment !== null && scheduler.nowMs() >= plan.deployment.untilMs;
}

/** Whether containers of this code have the definitions before today's. */
export function hasDefinitionsBefore({ plan }: World, age: CodeAge): boolean {
  return age === 'old' && plan.deployment?.kind === 'next definitions';
}
