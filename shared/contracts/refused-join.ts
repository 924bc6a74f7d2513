import * as z from 'zod';
import { customerIdSchema } from './identifier.ts';
import { timeMsSchema } from './time.ts';

/** Why two ids that an event called one person were not joined. */
export const refusalReasonSchema = z.enum([
  /** The user has as many visitors already as one may have. */
  'limit',
  /** The visitor belongs to another user, who was first. */
  'taken',
  /** It is no visitor but a user that is known: users are not joined. */
  'user',
]);

/** A join that was asked for and refused. */
export const refusedJoinSchema = z.strictObject({
  /** The customer that would have become part of this one. */
  customerId: customerIdSchema,
  /** When the first event happened that asked for it. */
  sinceMs: timeMsSchema,
  reason: refusalReasonSchema,
  /** Who has the visitor where it is `taken`, else null. */
  holder: customerIdSchema.nullable(),
});
export type RefusedJoin = z.infer<typeof refusedJoinSchema>;

/** The refused joins of a user, the earliest first. */
export const refusedJoinsSchema = z.strictObject({
  joins: z.array(refusedJoinSchema),
  /** Whether there were more than are kept. */
  more: z.boolean(),
});
export type RefusedJoins = z.infer<typeof refusedJoinsSchema>;
