import type { Membership } from '#contracts/profile-record.ts';
import type { Run } from '#contracts/run.ts';
import { parseIsoTimeMs } from '#contracts/time.ts';
import type { SegmentTransition } from '#contracts/transition.ts';
import { dayMs } from '#domain/profile/profile-state.ts';
import { assignArm } from './assign-arm.ts';
import type { CustomerFacts } from './customer-facts.ts';
import type { Playbook } from './playbook.ts';

export type StartDecision =
  | { readonly kind: 'start'; readonly run: Run }
  | { readonly kind: 'skip'; readonly reason: string };

/** The id of the run that a transition starts: the same transition always gives the same run. */
export function runIdOf(playbook: Playbook, profileVersion: number): string {
  return `${playbook.name}#${String(profileVersion).padStart(12, '0')}`;
}

/** Whether a customer's present stay in a segment is the one that this transition announced. */
function beginsStay(transition: SegmentTransition, { enteredVersion, sinceMs }: Membership): boolean {
  // Where an older layout did not say which write began the stay, its time does: the time of that very write.
  if (enteredVersion === 0) return sinceMs === parseIsoTimeMs(transition.occurredAt);
  return enteredVersion === transition.profileVersion;
}

/**
 * Decides whether entering a segment starts a run. It does not if the customer has left again meanwhile, also where they have
 * come back since (that entry has a transition of its own, and this one comes late or again), is not in the segments asked
 * for besides, or had a run of this playbook within its rest. `latestRun` can be one of a visitor that was joined into the
 * customer: it is the same person. Held-out customers get a run as well: it does nothing but wait for the outcome.
 */
export function startRun(
  playbook: Playbook,
  transition: SegmentTransition,
  facts: CustomerFacts,
  latestRun: Run | null,
  nowMs: number,
): StartDecision {
  const { tenant, customerId } = transition;
  const membership = facts.memberships.get(playbook.segment);
  if (membership === undefined) return { kind: 'skip', reason: `has left ${playbook.segment} meanwhile` };
  if (!beginsStay(transition, membership)) {
    return { kind: 'skip', reason: `has left ${playbook.segment} meanwhile, and entered it anew` };
  }
  const missing = playbook.alsoIn.find((name) => !facts.memberships.has(name));
  if (missing !== undefined) return { kind: 'skip', reason: `is not in ${missing}` };
  if (latestRun !== null && nowMs - latestRun.startedMs < playbook.restDays * dayMs) {
    const who = latestRun.customerId === customerId ? '' : `, as ${latestRun.customerId}`;
    return { kind: 'skip', reason: `had run ${latestRun.id} within ${playbook.restDays} days${who}` };
  }
  return {
    kind: 'start',
    run: {
      schemaVersion: 1,
      id: runIdOf(playbook, transition.profileVersion),
      tenant,
      customerId,
      playbook: playbook.name,
      playbookVersion: playbook.version,
      version: 0,
      arm: assignArm({ tenant, playbook: playbook.name, customerId }, playbook.holdoutShare),
      startedMs: nowMs,
      transitionId: transition.id,
      correlationId: transition.correlationId,
      why: transition.why.rule,
      step: 0,
      status: 'running',
      ended: null,
      wakeAtMs: nowMs,
      outbox: [],
    },
  };
}
