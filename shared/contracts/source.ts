import * as z from 'zod';
import { sourceNameSchema, tenantSchema } from './identifier.ts';
import { timeMsSchema } from './time.ts';

/** A product service that may send events: found by the hash of its write key, which is stored nowhere. */
export const sourceSchema = z.strictObject({
  writeKeyHash: z.string().length(64),
  /** Names the key to people: the beginning of its hash, from which nobody can tell the key. */
  keyId: z.string().regex(/^[0-9a-f]{12}$/, 'must be 12 hexadecimal digits'),
  tenant: tenantSchema,
  name: sourceNameSchema,
  createdMs: timeMsSchema,
  /** From then on the key is refused; null: never by itself. */
  expiresMs: timeMsSchema.nullable(),
  /** When the key was revoked; null: it was not. */
  revokedMs: timeMsSchema.nullable(),
});
export type Source = z.infer<typeof sourceSchema>;
