import type { Run } from '#contracts/run.ts';
import type { WriteResult } from './profile-store.ts';

/** Keeps the runs of playbooks, beside the customers that they are about. */
export interface RunStore {
  loadRun(tenant: string, customerId: string, runId: string): Promise<Run | null>;
  /** The run of a playbook that started last, or null. */
  latestRun(tenant: string, customerId: string, playbook: string): Promise<Run | null>;
  /**
   * Claims the start of a run of a playbook for a customer: true if no other run of it started after `restedSinceMs`, or if
   * this very run holds the claim already. Of two runs that start at once, one gets it.
   */
  claimStart(
    run: Pick<Run, 'tenant' | 'customerId' | 'playbook' | 'id' | 'startedMs'>,
    restedSinceMs: number,
  ): Promise<boolean>;
  /** Writes version n only over version n − 1, and version 1 only where nothing is. */
  putRun(run: Run): Promise<WriteResult>;
}
