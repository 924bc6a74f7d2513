import * as z from 'zod';
import { causeSchema, readValueSchema, riskBandSchema } from './transition.ts';

/** What decided a change of a segment: which leaf of its rule, counted as the leaves are written, and its value before and after. */
export const leafChangeSchema = z.strictObject({
  position: z.int().min(0),
  before: readValueSchema,
  after: readValueSchema,
});
export type LeafChange = z.infer<typeof leafChangeSchema>;

/** Why somebody who would have left a segment has not: the rule for staying holds still, or the stay is too short. */
export const heldBackReasons = ['threshold', 'minimum stay'] as const;
export type HeldBackBy = (typeof heldBackReasons)[number];

const ofSegment = { segment: z.string(), segmentVersion: z.int().min(1) };

const stayChanged = {
  ...ofSegment,
  /**
   * Null where something happened, or time passed. Else the definition is new to the customer, or off, and this is how it
   * wants that told.
   */
  takenIn: z.enum(['silently', 'announced']).nullable(),
  /**
   * Of who left, a leaf of the rule to stay, where there is one; of who entered, of the rule to enter, and after its leaves come
   * those of the rule to stay. Null where no single leaf decided.
   */
  leaf: leafChangeSchema.nullable(),
};

/** One thing that a write changed about a customer, in as few words as an item should hold. */
export const changeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('entered'), ...stayChanged }),
  z.strictObject({ kind: z.literal('exited'), ...stayChanged }),
  /** Somebody would have left, and stays. It is counted, and not told to anybody. */
  z.strictObject({ kind: z.literal('held back'), ...ofSegment, by: z.enum(heldBackReasons) }),
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
