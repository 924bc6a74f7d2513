import type { Outcome } from '#contracts/outcome.ts';
import type { Run } from '#contracts/run.ts';
import type { Playbook } from '#domain/playbooks/playbook.ts';
import type { ProfileState } from '#domain/profile/profile-state.ts';

/**
 * Whether the goal was reached between the start of a run and the end of the playbook's window. Both arms are measured
 * alike. Only the latest activity (or purchase) is kept, so one inside the window that was followed by one after it
 * still counts, and one only after the window does not exist yet when the window's end is measured on time.
 */
export function measureOutcome(playbook: Playbook, run: Run, state: ProfileState, nowMs: number): Outcome {
  const lastMs = state.totals.get(playbook.goal.what)?.lastMs;
  return {
    id: `${run.tenant}/${run.customerId}/${run.id}/outcome`,
    tenant: run.tenant,
    customerId: run.customerId,
    playbook: run.playbook,
    runId: run.id,
    arm: run.arm,
    startedMs: run.startedMs,
    measuredMs: nowMs,
    succeeded: lastMs !== undefined && lastMs > run.startedMs,
    goal: `${playbook.goal.what} within ${playbook.goal.withinDays} days`,
  };
}
