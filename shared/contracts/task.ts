import * as z from 'zod';
import { customerIdSchema, tenantSchema } from './identifier.ts';
import { timeMsSchema } from './time.ts';

/** A piece of work for customer success: who, why, since when, what to do. */
export const taskSchema = z.strictObject({
  id: z.string(),
  tenant: tenantSchema,
  customerId: customerIdSchema,
  playbook: z.string(),
  runId: z.string(),
  title: z.string(),
  advice: z.string(),
  why: z.string(),
  createdMs: timeMsSchema,
  dueMs: timeMsSchema,
  valueMinor: z.int(),
  status: z.enum(['open', 'done']),
});
export type Task = z.infer<typeof taskSchema>;
