import * as z from 'zod';
import { customerIdSchema, tenantSchema } from './identifier.ts';
import { timeMsSchema } from './time.ts';
import { readValueSchema } from './transition.ts';

const shared = {
  schemaVersion: z.literal(1),
  /** Deterministic (run, step): a command that arrives twice is one command. */
  id: z.string().min(1).max(600),
  tenant: tenantSchema,
  customerId: customerIdSchema,
  playbook: z.string(),
  runId: z.string(),
  /** The transition that started the run. */
  causationId: z.string(),
  correlationId: z.string(),
  issuedMs: timeMsSchema,
  /** Why this customer, as a sentence. */
  why: z.string(),
};

export const sendEmailCommandSchema = z.strictObject({
  ...shared,
  kind: z.literal('send email'),
  template: z.string(),
  facts: z.record(z.string(), readValueSchema),
});
export type SendEmailCommand = z.infer<typeof sendEmailCommandSchema>;

export const createTaskCommandSchema = z.strictObject({
  ...shared,
  kind: z.literal('create task'),
  title: z.string(),
  advice: z.string(),
  dueMs: timeMsSchema,
  /** Money at stake in minor units, so that the inbox can put the largest first. */
  valueMinor: z.int(),
});
export type CreateTaskCommand = z.infer<typeof createTaskCommandSchema>;

export const commandSchema = z.discriminatedUnion('kind', [sendEmailCommandSchema, createTaskCommandSchema]);
export type Command = z.infer<typeof commandSchema>;
