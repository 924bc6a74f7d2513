import * as z from 'zod';
import { customerIdSchema, tenantSchema } from './identifier.ts';
import { timeMsSchema } from './time.ts';

/** Which arm of the playbook's experiment a run is in. Held-out customers get nothing and are watched the same. */
export const armSchema = z.enum(['treated', 'holdout']);
export type Arm = z.infer<typeof armSchema>;

/** What happened to the customer of a run by the end of the playbook's outcome window. */
export const outcomeSchema = z.strictObject({
  id: z.string(),
  tenant: tenantSchema,
  customerId: customerIdSchema,
  playbook: z.string(),
  runId: z.string(),
  arm: armSchema,
  startedMs: timeMsSchema,
  measuredMs: timeMsSchema,
  /** True if the customer was active (or bought, as the playbook says) between start and end of the window. */
  succeeded: z.boolean(),
  goal: z.string(),
});
export type Outcome = z.infer<typeof outcomeSchema>;
