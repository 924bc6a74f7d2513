import * as z from 'zod';
import { customerIdSchema, tenantSchema } from './identifier.ts';
import { timeMsSchema } from './time.ts';
import { riskBandSchema, transitionSchema } from './transition.ts';

const bytesSchema: z.ZodType<Uint8Array> = z.instanceof(Uint8Array);

/** Since when a customer is in a segment, and under which version of its definition. */
export const membershipSchema = z.strictObject({ sinceMs: timeMsSchema, version: z.int().min(1) });
export type Membership = z.infer<typeof membershipSchema>;

/** One customer, as stored: one item, one write. Page items hold the event ids that no longer fit. */
export const profileRecordSchema = z.strictObject({
  tenant: tenantSchema,
  customerId: customerIdSchema,
  /** Rises by one with each write; a write is refused unless it finds the version that it read. */
  version: z.int().min(1),
  /** The folded state in the layout of `domain/profile/state-layout.ts`. */
  state: bytesSchema,
  /** Hashes of the latest events, 8 bytes each, oldest first. */
  recentEventIds: bytesSchema,
  /** How many pages of older event ids there are. */
  pageCount: z.int().min(0),
  memberships: z.record(z.string(), membershipSchema),
  riskBand: riskBandSchema,
  /** The latest "now" under which it was judged; it never goes back. */
  judgedMs: timeMsSchema,
  /** `replay`: only history so far, judged under its own time, and never woken. */
  clock: z.enum(['live', 'replay']),
  /** Not later than the next moment at which something changes by itself; null if nothing would. */
  wakeAtMs: timeMsSchema.nullable(),
  /** The transitions of the write that made this version. */
  outbox: z.array(transitionSchema),
});
export type ProfileRecord = z.infer<typeof profileRecordSchema>;

/** Event ids that no longer fit the profile item: written before the item that refers to it, and never changed. */
export const eventIdPageSchema = z.strictObject({
  tenant: tenantSchema,
  customerId: customerIdSchema,
  index: z.int().min(0),
  eventIds: bytesSchema,
});
export type EventIdPage = z.infer<typeof eventIdPageSchema>;
