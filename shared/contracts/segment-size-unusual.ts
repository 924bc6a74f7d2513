import * as z from 'zod';
import { tenantSchema } from './identifier.ts';

/** A segment has more or fewer members than it usually has: an event on the bus, about no customer in particular. */
export const segmentSizeUnusualSchema = z.strictObject({
  /** Deterministic (tenant, segment, survey): telling twice is seen as twice the same. */
  id: z.string().min(1).max(600),
  schemaVersion: z.literal(1),
  type: z.literal('Segment Size Unusual'),
  tenant: tenantSchema,
  /** When the survey began that counted it. */
  occurredAt: z.iso.datetime(),
  segment: z.string(),
  segmentVersion: z.int().min(1),
  subject: z.enum(['customer', 'account']),
  members: z.int().min(0),
  /** Between how many it has on a usual day, and the median of the days that this follows from. */
  usual: z.strictObject({ low: z.number(), high: z.number(), median: z.number(), days: z.int().min(1) }),
  /** Yearly revenue of the members in minor units, and how much more that is than the day before; null where no feature says it. */
  revenueMinor: z.int().nullable(),
  revenueMovedMinor: z.int().nullable(),
});
export type SegmentSizeUnusual = z.infer<typeof segmentSizeUnusualSchema>;
