import * as z from 'zod';

/** Longest id that Holdfast stores: a DynamoDB sort key takes 1,024 bytes, and several ids share one. */
export const maximumIdentifierLength = 200;

/** Ids are keys, and DynamoDB takes well-formed Unicode alone: half of a surrogate pair would never get through. */
const textSchema = z
  .string()
  .min(1)
  .refine((id) => id.isWellFormed(), 'must be well-formed Unicode');

const identifierSchema = textSchema.max(maximumIdentifierLength);

/** What stands before an anonymous id, so that it never meets the user id of the same text. */
export const anonymousPrefix = 'anonymous:';

/** What stands before the id of an account, so that what is known of it never meets the user id of the same text. */
export const accountPrefix = 'account:';

/** A tenant: the owner of a set of customers. Letters, digits, dash and underscore, so that it is safe inside keys. */
export const tenantSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 letters, digits, "-" or "_"');

/** The name of a source of events, such as a product service. */
export const sourceNameSchema = z.string().min(1).max(100);

/** A customer inside a tenant: a user id, an anonymous id while the user is not known, or the id of an account. */
export const customerIdSchema = textSchema.max(anonymousPrefix.length + maximumIdentifierLength);

/** The id of an event; two events of one customer with the same id are one event. */
export const eventIdSchema = identifierSchema;

export const userIdSchema = identifierSchema.nullable();
