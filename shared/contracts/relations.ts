import * as z from 'zod';
import { eventIdSchema } from './identifier.ts';

/**
 * What an account knows of its members: how many there are, and how many are in each segment of customers that it asks about. A
 * segment is left out where a member has not said yet whether it is in it: nothing is known of that segment then.
 */
export const memberCountsSchema = z.strictObject({
  count: z.int().min(0),
  inSegments: z.record(z.string(), z.int().min(0)),
});
export type MemberCounts = z.infer<typeof memberCountsSchema>;

/** What a customer knows of one account that it belongs to: the segments of accounts that rules ask about and that it is in. */
export const accountStandingSchema = z.strictObject({
  accountId: eventIdSchema,
  /** The version of the account's profile that told; an older one never replaces a newer one. */
  version: z.int().min(1),
  segments: z.array(z.string()),
});
export type AccountStanding = z.infer<typeof accountStandingSchema>;

/** What a profile knows of others. It does not follow from its own events, but is told by the others when it changes. */
export const relationsSchema = z.strictObject({
  /** Of an account; null before its members were counted, and for customers. */
  members: memberCountsSchema.nullable(),
  /** Of a customer, by account id; at most 20. Empty for accounts. */
  accounts: z.array(accountStandingSchema),
});
export type Relations = z.infer<typeof relationsSchema>;

/**
 * How a member stands, as its account keeps it: as of a version of the member's profile (0: it has none yet), whether it is in
 * each of the segments of customers that were asked about then. A later version replaces an earlier one.
 */
export const memberRegisterSchema = z.strictObject({
  version: z.int().min(0),
  segments: z.record(z.string(), z.boolean()),
});
export type MemberRegister = z.infer<typeof memberRegisterSchema>;

export const noRelations: Relations = { members: null, accounts: [] };
