import * as z from 'zod';
import { timeMsSchema } from './time.ts';

/** How many are in one segment, counted one by one. */
export const segmentSizeSchema = z.strictObject({
  segment: z.string(),
  version: z.int().min(1),
  subject: z.enum(['customer', 'account']),
  members: z.int().min(0),
  /** Members who would have left by the rule to enter, and stay by that to stay or because their stay is too short. */
  heldBack: z.int().min(0),
  /** Those of the subject who have not been judged under this definition yet. */
  notJudged: z.int().min(0),
  /** Yearly revenue of the members in minor units; null where no feature of this subject says it. */
  revenueMinor: z.int().nullable(),
  /**
   * Entries less exits of the UTC day on which the survey ended, as announced by then: what was announced since then adds to
   * `members`.
   */
  announcedMembers: z.int().nullable().default(null),
});
export type SegmentSize = z.infer<typeof segmentSizeSchema>;

/** All profiles of a tenant of one subject. */
export const subjectTotalSchema = z.strictObject({
  profiles: z.int().min(0),
  /** Those for whom not every declared cell has seen every event: some features are not known of them. */
  incomplete: z.int().min(0),
  /** Those that were woken to be judged again. */
  woken: z.int().min(0),
  revenueMinor: z.int().nullable(),
});

/**
 * The segments of a tenant, recounted by a survey. Each profile is counted as it was stored when the survey came by it,
 * between `startedMs` and `endedMs`.
 */
export const segmentSizesSchema = z.strictObject({
  schemaVersion: z.literal(1),
  startedMs: timeMsSchema,
  endedMs: timeMsSchema,
  customers: subjectTotalSchema,
  accounts: subjectTotalSchema,
  segments: z.array(segmentSizeSchema),
});
export type SegmentSizes = z.infer<typeof segmentSizesSchema>;
