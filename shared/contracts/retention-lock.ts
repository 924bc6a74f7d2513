import * as z from 'zod';
import { type JsonObject, jsonObjectSchema } from './json.ts';

/**
 * A definition as it was when it was first listed. It is compared and shown, and read with the schema of what it defines
 * where more is wanted.
 */
const definitionSchema: z.ZodType<JsonObject> = jsonObjectSchema;

const subjectSchema = z.enum(['customer', 'account']);
const numberSchema = z.int().min(0).max(9_999);

const lockedCellSchema = z.strictObject({ number: numberSchema, subject: subjectSchema, spec: definitionSchema });
export type LockedCell = z.infer<typeof lockedCellSchema>;

const lockedFeatureSchema = z.strictObject({
  name: z.string(),
  version: z.int().min(1),
  definition: definitionSchema,
});
export type LockedFeature = z.infer<typeof lockedFeatureSchema>;

const lockedSegmentSchema = z.strictObject({
  number: numberSchema,
  name: z.string(),
  version: z.int().min(1),
  /** Null in the bundle of a function, which needs the numbers alone: what was edited is found where it is bundled. */
  definition: definitionSchema.nullable(),
});
export type LockedSegment = z.infer<typeof lockedSegmentSchema>;

/** Whether none of the numbers stands twice. */
function areDistinct(entries: readonly { readonly number: number }[]): boolean {
  return new Set(entries.map((entry) => entry.number)).size === entries.length;
}

/**
 * The numbers under which profiles hold what was declared, and every definition that there ever was: written by
 * `holdfast features plan --write`, kept with the code, and only ever added to. A number that meant something else later
 * would be read wrongly from every profile.
 */
export const retentionLockSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** In the order in which they were added. A feature reads the first cell that holds what it needs. */
  cells: z.array(lockedCellSchema).refine(areDistinct, 'two cells have one number'),
  /** Empty in the bundle of a function. */
  features: z.array(lockedFeatureSchema),
  segments: z.array(lockedSegmentSchema).refine(areDistinct, 'two definitions of segments have one number'),
  /** The numbers of the segments that profiles were judged under before there was a lock to say so. */
  judgedBefore: z.array(numberSchema),
});
export type RetentionLock = z.infer<typeof retentionLockSchema>;
