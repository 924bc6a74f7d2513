import * as z from 'zod';
import { tenantSchema } from './identifier.ts';
import { timeMsSchema } from './time.ts';

/** Why an event was set aside. Each can be counted and listed. */
export const quarantineReasons = ['schema', 'no customer', 'too large', 'future', 'late'] as const;

export const quarantinedEventSchema = z.strictObject({
  tenant: tenantSchema,
  /** Deterministic: the same refused content at the same door is one entry, however often it is sent. */
  id: z.string().min(1).max(200),
  reason: z.enum(quarantineReasons),
  /** What is wrong, with the path and the value that caused it. */
  detail: z.string().max(1_000),
  source: z.string().max(200),
  receivedMs: timeMsSchema,
  /** What came in, as JSON text (cut at 36 KB, with the cut said in `detail`). */
  content: z.string(),
});
export type QuarantinedEvent = z.infer<typeof quarantinedEventSchema>;
