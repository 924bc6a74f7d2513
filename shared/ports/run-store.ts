import type { Run } from '#contracts/run.ts';
import type { WriteResult } from './profile-store.ts';

/** Keeps the runs of playbooks, beside the customers that they are about. */
export interface RunStore {
  loadRun(tenant: string, customerId: string, runId: string): Promise<Run | null>;
  /** The run of a playbook that started last, or null. */
  latestRun(tenant: string, customerId: string, playbook: string): Promise<Run | null>;
  /** Writes version n only over version n − 1, and version 1 only where nothing is. */
  putRun(run: Run): Promise<WriteResult>;
}
