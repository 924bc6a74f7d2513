import * as z from 'zod';
import { canonicalEventSchema } from './canonical-event.ts';
import { sourceNameSchema } from './identifier.ts';
import { timeMsSchema } from './time.ts';

/**
 * One accepted event as it is kept in the archive: one line of JSON, flat, so that Athena reads its parts as columns.
 * It holds all that folding the event again takes.
 */
export const archivedEventSchema = z.strictObject({
  ...canonicalEventSchema.shape,
  /** The source that sent it. */
  source: sourceNameSchema,
  /** The request that it came with. */
  correlationId: z.string().min(1).max(200),
  /** Under which clock it was judged: see `clockModeSchema`. */
  mode: z.enum(['live', 'replay']),
  /**
   * The "now" of the history that it came with; null for live events, and where history is judged under the running
   * clock.
   */
  asOfMs: timeMsSchema.nullable(),
});
export type ArchivedEvent = z.infer<typeof archivedEventSchema>;
