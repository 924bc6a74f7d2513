import * as z from 'zod';
import { causeSchema, riskBandSchema } from './transition.ts';

/** One thing that a write changed about a customer, in as few words as an item should hold. */
export const changeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('entered'), segment: z.string(), segmentVersion: z.int().min(1) }),
  z.strictObject({ kind: z.literal('exited'), segment: z.string(), segmentVersion: z.int().min(1) }),
  z.strictObject({ kind: z.literal('risk'), from: riskBandSchema, to: riskBandSchema, score: z.number().nullable() }),
]);
export type Change = z.infer<typeof changeSchema>;

/**
 * What a write has to tell the world, stored with it: the outbox. Names, times and reasons that the same item holds
 * anyway are not repeated here; `domain/profile/transitions-of.ts` makes whole transitions of it.
 */
export const announcementSchema = z.strictObject({
  mode: z.enum(['live', 'replay']),
  correlationId: z.string(),
  cause: causeSchema,
  changes: z.array(changeSchema).min(1),
});
export type Announcement = z.infer<typeof announcementSchema>;
