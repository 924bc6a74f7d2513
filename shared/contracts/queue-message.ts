import * as z from 'zod';
import { clockModeSchema } from './clock-mode.ts';
import { customerIdSchema, tenantSchema } from './identifier.ts';
import { timeMsSchema } from './time.ts';

/** Many events of one tenant in one message: SQS charges by the message (64 KB), not by the event. */
export const eventBatchMessageSchema = z.strictObject({
  kind: z.literal('events'),
  schemaVersion: z.literal(1),
  tenant: tenantSchema,
  correlationId: z.string().min(1).max(200),
  clock: clockModeSchema,
  /** Checked one by one against the canonical event by the reader, so that one bad event never blocks its neighbours. */
  events: z.array(z.unknown()).min(1).max(5_000),
});
export type EventBatchMessage = z.infer<typeof eventBatchMessageSchema>;

/** "Look at this customer again: something may have become true by the passing of time alone." */
export const profileWakeMessageSchema = z.strictObject({
  kind: z.literal('wake profile'),
  schemaVersion: z.literal(1),
  tenant: tenantSchema,
  customerId: customerIdSchema,
  dueMs: timeMsSchema,
});
export type ProfileWakeMessage = z.infer<typeof profileWakeMessageSchema>;

export const profileQueueMessageSchema = z.discriminatedUnion('kind', [
  eventBatchMessageSchema,
  profileWakeMessageSchema,
]);
export type ProfileQueueMessage = z.infer<typeof profileQueueMessageSchema>;

/** "A wait of this run is over." */
export const runWakeMessageSchema = z.strictObject({
  kind: z.literal('wake run'),
  schemaVersion: z.literal(1),
  tenant: tenantSchema,
  customerId: customerIdSchema,
  runId: z.string().min(1).max(300),
  dueMs: timeMsSchema,
});
export type RunWakeMessage = z.infer<typeof runWakeMessageSchema>;
