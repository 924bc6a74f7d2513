import * as z from 'zod';
import { tenantSchema } from './identifier.ts';
import { timeMsSchema } from './time.ts';

/** A product service that may send events: found by the hash of its write key, which is stored nowhere. */
export const sourceSchema = z.strictObject({
  writeKeyHash: z.string().length(64),
  tenant: tenantSchema,
  name: z.string().min(1).max(100),
  createdMs: timeMsSchema,
});
export type Source = z.infer<typeof sourceSchema>;
