import * as z from 'zod';
import { customerIdSchema, tenantSchema } from './identifier.ts';
import { timeMsSchema } from './time.ts';

const shared = {
  commandId: z.string(),
  tenant: tenantSchema,
  customerId: customerIdSchema,
  playbook: z.string(),
  runId: z.string(),
  template: z.string(),
  why: z.string(),
  /** Who holds the claim: an attempt knows its own again, even when the answer to its claim was lost. */
  claimant: z.string(),
};

/**
 * What became of an e-mail. `claimed`: a sender took it and has not reported yet; if it stays so the sender
 * died between sending and reporting, and it is not sent again (better once too few than twice).
 */
export const deliverySchema = z.discriminatedUnion('status', [
  z.strictObject({ ...shared, status: z.literal('claimed'), atMs: timeMsSchema }),
  z.strictObject({ ...shared, status: z.literal('sent'), atMs: timeMsSchema, providerMessageId: z.string() }),
  z.strictObject({ ...shared, status: z.literal('withheld'), atMs: timeMsSchema, reason: z.string() }),
]);
export type Delivery = z.infer<typeof deliverySchema>;
