import * as z from 'zod';
import { archivedEventSchema } from './archived-event.ts';
import { clockModeSchema } from './clock-mode.ts';
import { directMessageSchema } from './direct-message.ts';
import { customerIdSchema, sourceNameSchema, tenantSchema } from './identifier.ts';
import { timeMsSchema } from './time.ts';

/** Many events of one tenant in one message: SQS charges by the message (64 KB), not by the event. */
export const eventBatchMessageSchema = z.strictObject({
  kind: z.literal('events'),
  schemaVersion: z.literal(1),
  tenant: tenantSchema,
  /** The source that sent them: the name of its write key, of an import, or of whatever else feeds the queue. */
  source: sourceNameSchema.default('queue'),
  correlationId: z.string().min(1).max(200),
  clock: clockModeSchema,
  /** Checked one by one against the canonical event by the reader, so that one bad event never blocks its neighbours. */
  events: z.array(z.unknown()).min(1).max(5_000),
});
export type EventBatchMessage = z.infer<typeof eventBatchMessageSchema>;

/** Events that come out of the archive, to be folded again: they are counted like any others, and not archived once more. */
export const archivedBatchMessageSchema = z.strictObject({
  ...eventBatchMessageSchema.shape,
  kind: z.literal('archived events'),
});
export type ArchivedBatchMessage = z.infer<typeof archivedBatchMessageSchema>;

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
  archivedBatchMessageSchema,
  profileWakeMessageSchema,
  directMessageSchema,
]);
export type ProfileQueueMessage = z.infer<typeof profileQueueMessageSchema>;

/** Accepted events on their way into the archive: of any tenants and sources, for each says of itself what it came with. */
export const archiveMessageSchema = z.strictObject({
  kind: z.literal('to archive'),
  schemaVersion: z.literal(1),
  events: z.array(archivedEventSchema).min(1).max(5_000),
});
export type ArchiveMessage = z.infer<typeof archiveMessageSchema>;

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
