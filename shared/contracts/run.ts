import * as z from 'zod';
import { commandSchema } from './command.ts';
import { customerIdSchema, tenantSchema } from './identifier.ts';
import { armSchema } from './outcome.ts';
import { timeMsSchema } from './time.ts';

/** One customer's way through one playbook. Advancing it is a pure function; this is all that it needs to know. */
export const runSchema = z.strictObject({
  schemaVersion: z.literal(1),
  id: z.string().min(1).max(300),
  tenant: tenantSchema,
  customerId: customerIdSchema,
  playbook: z.string(),
  playbookVersion: z.int().min(1),
  version: z.int().min(1),
  arm: armSchema,
  startedMs: timeMsSchema,
  /** The transition that started it, with the sentence that explains it. */
  transitionId: z.string(),
  correlationId: z.string(),
  why: z.string(),
  /** Index of the step that comes next. */
  step: z.int().min(0),
  status: z.enum(['running', 'measuring', 'ended']),
  /** Why it ended, or null while it has not. */
  ended: z.string().nullable(),
  /** When to look again; null once it has ended. */
  wakeAtMs: timeMsSchema.nullable(),
  /** Commands of the latest advance: written with the run, sent after it, sent again if the sender died. */
  outbox: z.array(commandSchema).max(20),
});
export type Run = z.infer<typeof runSchema>;
