import * as z from 'zod';
import { timeMsSchema } from './time.ts';

/** The latest value of one trait; the winner is the greatest (time, event id), so that order of arrival does not matter. */
export const traitSchema = z.strictObject({ value: z.json(), timeMs: timeMsSchema, eventId: z.string() });
export type Trait = z.infer<typeof traitSchema>;

/** Traits by name, as told by identify. */
export const traitsSchema = z.record(z.string(), traitSchema);
export type Traits = z.infer<typeof traitsSchema>;
