import * as z from 'zod';
import { timeMsSchema } from './time.ts';

/**
 * Where a survey is: it counts, then waits until what it found takes effect, then settles those for whom that changes
 * something, and then it is done.
 */
export const surveyPhases = ['counting', 'waiting', 'settling', 'done'] as const;

export const surveyProgressSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** Rises by one with each write, so that of two surveys at once one is refused. */
  version: z.int().min(1),
  /** What the declarations were; counts under others cannot be added to these. */
  definitions: z.string().min(1).max(100),
  startedMs: timeMsSchema,
  phase: z.enum(surveyPhases),
  /** Where the next page begins; null at the beginning of a pass. */
  position: z.string().nullable(),
  /** The share of the pass that is behind, 0 to 1. */
  share: z.number().min(0).max(1),
  /** When what was found takes effect; null while counting, and where nothing of it decides a segment. */
  effectiveFromMs: timeMsSchema.nullable(),
  /** Profiles seen, woken, and not readable, in all passes so far. */
  seen: z.int().min(0),
  woken: z.int().min(0),
  unreadable: z.int().min(0),
});
export type SurveyProgress = z.infer<typeof surveyProgressSchema>;
