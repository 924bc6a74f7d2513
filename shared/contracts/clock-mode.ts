import * as z from 'zod';
import { timeMsSchema } from './time.ts';

/**
 * Under which "now" events are judged. `live`: the clock of the running system; playbooks may act.
 * `replay`: history is taken in; `asOfMs` is its "now" (null: the running clock), and nobody is contacted.
 */
export const clockModeSchema = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('live') }),
  z.strictObject({ mode: z.literal('replay'), asOfMs: timeMsSchema.nullable() }),
]);
export type ClockMode = z.infer<typeof clockModeSchema>;
