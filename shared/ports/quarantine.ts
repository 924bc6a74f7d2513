import type { QuarantinedEvent } from '#contracts/quarantine.ts';

/** The events that were set aside, to be mended one by one. */
export interface Quarantine {
  /** Sees every write that was acknowledged before. */
  find(tenant: string, id: string): Promise<QuarantinedEvent | null>;
  /**
   * Takes away this very entry. Leaves it where it has been set aside anew meanwhile, and returns false; also where it is not
   * there any more.
   */
  remove(entry: QuarantinedEvent): Promise<boolean>;
}
