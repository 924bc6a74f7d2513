import * as z from 'zod';
import { momentSchema } from './moment.ts';
import { riskBands } from './transition.ts';

/** How a leaf compares a feature with its threshold. */
export const comparisons = ['at least', 'more than', 'at most', 'less than'] as const;
export type Comparison = (typeof comparisons)[number];

const leafSchemas = [
  z.strictObject({
    op: z.literal('compare'),
    feature: z.string().min(1),
    is: z.enum(comparisons),
    threshold: z.number(),
  }),
  z.strictObject({ op: z.literal('risk band'), in: z.array(z.enum(riskBands)).min(1) }),
  z.strictObject({ op: z.literal('happened after'), moment: momentSchema, than: momentSchema }),
] as const;

export type CompareLeaf = z.infer<(typeof leafSchemas)[0]>;
export type RiskBandLeaf = z.infer<(typeof leafSchemas)[1]>;
export type HappenedAfterLeaf = z.infer<(typeof leafSchemas)[2]>;

/** A segment's rule as a tree; this JSON is also the stored and the displayed form. */
export type SegmentRule =
  | CompareLeaf
  | RiskBandLeaf
  | HappenedAfterLeaf
  | { op: 'all'; of: SegmentRule[] }
  | { op: 'any'; of: SegmentRule[] }
  | { op: 'not'; rule: SegmentRule };

export const segmentRuleSchema: z.ZodType<SegmentRule> = z.lazy(() =>
  z.discriminatedUnion('op', [
    ...leafSchemas,
    z.strictObject({ op: z.literal('all'), of: z.array(segmentRuleSchema).min(1).max(50) }),
    z.strictObject({ op: z.literal('any'), of: z.array(segmentRuleSchema).min(1).max(50) }),
    z.strictObject({ op: z.literal('not'), rule: segmentRuleSchema }),
  ]),
);

export const segmentDefinitionSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,40}$/, 'must be lower-case words joined by "-"'),
  version: z.int().min(1),
  description: z.string().min(1),
  rule: segmentRuleSchema,
});
export type SegmentDefinition = z.infer<typeof segmentDefinitionSchema>;
