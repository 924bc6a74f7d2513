import * as z from 'zod';
import { archivedEventSchema } from './archived-event.ts';
import { clockModeSchema } from './clock-mode.ts';
import { directMessageSchema } from './direct-message.ts';
import { customerIdSchema, sourceNameSchema, tenantSchema } from './identifier.ts';
import { accountStandingSchema } from './relations.ts';
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

/** For whom archived events are folded again: for those who lack them, because the others may have forgotten their ids. */
export const countedForSchema = z.enum(['both', 'customers', 'accounts']);
export type CountedFor = z.infer<typeof countedForSchema>;

/** Events that come out of the archive, to be folded again: they are counted like any others, and not archived once more. */
export const archivedBatchMessageSchema = z.strictObject({
  ...eventBatchMessageSchema.shape,
  kind: z.literal('archived events'),
  countsFor: countedForSchema.default('both'),
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

/**
 * Most customers of one message: a batch of the event queue holds 400 messages (event-consumption.ts), and profile gets through
 * 20,000 customers in its time.
 */
export const maximumCustomersPerWake = 50;

/** The same of many customers of one tenant: SQS charges by the message. */
export const profileWakesMessageSchema = z.strictObject({
  kind: z.literal('wake profiles'),
  schemaVersion: z.literal(1),
  tenant: tenantSchema,
  customers: z
    .array(z.strictObject({ customerId: customerIdSchema, dueMs: timeMsSchema }))
    .min(1)
    .max(maximumCustomersPerWake),
});
export type ProfileWakesMessage = z.infer<typeof profileWakesMessageSchema>;

const relationEnvelope = {
  schemaVersion: z.literal(1),
  tenant: tenantSchema,
  /** Under which "now" what follows from it is judged: that of the profile that tells. */
  clock: clockModeSchema,
  correlationId: z.string().min(1).max(600),
};

/** "One of your members stands otherwise than before, or is new: count them again." */
export const countMembersMessageSchema = z.strictObject({
  kind: z.literal('count members'),
  ...relationEnvelope,
  /** `account:ID` */
  account: customerIdSchema,
  /** The member, and the version of its profile that it is told of. */
  member: customerIdSchema,
  memberVersion: z.int().min(0),
});
export type CountMembersMessage = z.infer<typeof countMembersMessageSchema>;

/** Most members that one message tells of the standing of their account. */
export const maximumMembersTold = 100;

/** "Your account stands like this now", for some of its members. */
export const accountStandingMessageSchema = z.strictObject({
  kind: z.literal('account standing'),
  ...relationEnvelope,
  standing: accountStandingSchema,
  members: z.array(customerIdSchema).min(1).max(maximumMembersTold),
});
export type AccountStandingMessage = z.infer<typeof accountStandingMessageSchema>;

/** What profiles tell each other. */
export type RelationMessage = CountMembersMessage | AccountStandingMessage;

export const profileQueueMessageSchema = z.discriminatedUnion('kind', [
  eventBatchMessageSchema,
  archivedBatchMessageSchema,
  profileWakeMessageSchema,
  profileWakesMessageSchema,
  countMembersMessageSchema,
  accountStandingMessageSchema,
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
