import * as z from 'zod';
import { announcementSchema } from './announcement.ts';
import { customerIdSchema, tenantSchema } from './identifier.ts';
import { relationsSchema } from './relations.ts';
import { timeMsSchema } from './time.ts';
import { riskBandSchema } from './transition.ts';

const bytesSchema: z.ZodType<Uint8Array> = z.instanceof(Uint8Array);

/** Since when a customer is in a segment, and under which version of its definition it was last judged. */
export const membershipSchema = z.strictObject({
  sinceMs: timeMsSchema,
  version: z.int().min(1),
  /** The version of the profile whose write began this stay; 0 where an older layout did not say. */
  enteredVersion: z.int().min(0),
  /** Whether it would have left by the rule to enter, and stays by that to stay or because the stay is too short. */
  heldBack: z.boolean(),
});
export type Membership = z.infer<typeof membershipSchema>;

/** What is known of the event ids that have left the item for pages. */
export const pagedIdsSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  /** A Bloom filter over them: what it denies is in no page. */
  z.strictObject({ kind: z.literal('filter'), bits: bytesSchema }),
  /** Too many for a filter of this size: the pages are asked each time. */
  z.strictObject({ kind: z.literal('look') }),
  /** Read from layout 1, to whose pages older code may still add: all are asked each time, and none is kept in memory. */
  z.strictObject({ kind: z.literal('older') }),
]);
export type PagedIds = z.infer<typeof pagedIdsSchema>;

/** Where an anonymous profile went: its events count for `into` from then on. */
export const joinedSchema = z.strictObject({
  into: customerIdSchema,
  /** Whether `into` has taken the state in; only then is it emptied here. */
  absorbed: z.boolean(),
});

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
  /** Whether some of the recent ids came with an import: they are remembered for longer. */
  recentFromHistory: z.boolean(),
  pagedIds: pagedIdsSchema,
  memberships: z.record(z.string(), membershipSchema),
  /**
   * The numbers of the definitions of segments that the customer was judged under, as bits (`domain/segments/number-set.ts`);
   * null where an older layout did not say.
   */
  judged: bytesSchema.nullable(),
  relations: relationsSchema,
  riskBand: riskBandSchema,
  /** The latest "now" under which it was judged; it never goes back. */
  judgedMs: timeMsSchema,
  /** `replay`: only history so far, judged under its own time, and never woken. */
  clock: z.enum(['live', 'replay']),
  /** Not later than the next moment at which something changes by itself; null if nothing would. */
  wakeAtMs: timeMsSchema.nullable(),
  /** Set once an anonymous profile has become part of a user's: it takes no events any more. */
  joined: joinedSchema.nullable(),
  /** What the write that made this version has to tell; null if nothing changed. */
  outbox: announcementSchema.nullable(),
});
export type ProfileRecord = z.infer<typeof profileRecordSchema>;

/**
 * Event ids that no longer fit the profile item: all that the item held at one version, written before the item that
 * refers to them. The version decides the content, so writing a page again changes nothing.
 */
export const eventIdPageSchema = z.strictObject({
  tenant: tenantSchema,
  customerId: customerIdSchema,
  /** The version of the profile that the ids were read from. */
  version: z.int().min(0),
  eventIds: bytesSchema,
  /** When the ids need not be remembered any longer. */
  expiresMs: timeMsSchema,
});
export type EventIdPage = z.infer<typeof eventIdPageSchema>;
