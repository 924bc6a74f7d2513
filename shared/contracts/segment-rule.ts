import * as z from 'zod';
import { durationSchema } from './duration.ts';
import { eventSelectorSchema, plainValueSchema } from './event-selector.ts';
import { momentSchema } from './moment.ts';
import { riskBands } from './transition.ts';

/** How a leaf compares a feature with its threshold. */
export const comparisons = ['at least', 'more than', 'at most', 'less than', 'equal to', 'not equal to'] as const;
export type Comparison = (typeof comparisons)[number];

/** Most times that a rule may ask for: so many are kept, in about 5 bytes each. */
export const mostTimesAsked = 20;

const featureName = z.string().min(1).max(60);
const segmentName = z.string().regex(/^[a-z][a-z0-9-]{0,40}$/, 'must be lower-case words joined by "-"');

const leafSchemas = [
  z.strictObject({ op: z.literal('compare'), feature: featureName, is: z.enum(comparisons), threshold: z.number() }),
  /** `from` and `to` themselves are between. */
  z.strictObject({ op: z.literal('between'), feature: featureName, from: z.number(), to: z.number() }),
  z.strictObject({ op: z.literal('one of'), feature: featureName, values: z.array(plainValueSchema).min(1).max(100) }),
  /** The text of a feature has this in it; capitals do not matter. */
  z.strictObject({ op: z.literal('contains'), feature: featureName, text: z.string().min(1).max(200) }),
  /** The feature has a value. */
  z.strictObject({ op: z.literal('exists'), feature: featureName }),
  z.strictObject({ op: z.literal('risk band'), in: z.array(z.enum(riskBands)).min(1) }),
  z.strictObject({ op: z.literal('happened after'), moment: momentSchema, than: momentSchema }),
  /** At least so many of these events in the time up to now: later than now − within. */
  z.strictObject({
    op: z.literal('did'),
    what: eventSelectorSchema,
    atLeast: z.int().min(1).max(mostTimesAsked),
    within: durationSchema,
  }),
  /** One of the latest `latest` of `next` came later than one of the latest `latest` of `first`, by no more than this. */
  z.strictObject({
    op: z.literal('did then'),
    first: eventSelectorSchema,
    next: eventSelectorSchema,
    within: durationSchema,
    latest: z.int().min(1).max(mostTimesAsked),
  }),
  /** For so long none of these events, counted from the first sign of life where there was none at all. */
  z.strictObject({ op: z.literal('not done'), what: eventSelectorSchema, for: durationSchema }),
  /** The first of these events ever is no longer ago than this. */
  z.strictObject({ op: z.literal('first time'), what: eventSelectorSchema, within: durationSchema }),
  /** The cluster of the effective clustering that is nearest. */
  z.strictObject({ op: z.literal('cluster'), in: z.array(z.string().min(1).max(60)).min(1).max(50) }),
  /** Is in another segment of the same subject. */
  z.strictObject({ op: z.literal('segment'), name: segmentName }),
  /** Of a customer: belongs to an account that is in this segment of accounts. */
  z.strictObject({ op: z.literal('account in'), segment: segmentName }),
  /** Of an account: at least so many of its members are in this segment of customers. */
  z.strictObject({ op: z.literal('members in'), segment: segmentName, atLeast: z.int().min(1).max(100_000) }),
] as const;

export const ruleLeafSchema = z.discriminatedUnion('op', leafSchemas);
export type RuleLeaf = z.infer<typeof ruleLeafSchema>;

/** A segment's rule as a tree; this JSON is also the stored and the displayed form. */
export type SegmentRule =
  | RuleLeaf
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
  name: segmentName,
  version: z.int().min(1),
  description: z.string().min(1),
  /** Whether customers or accounts are in it. */
  subject: z.enum(['customer', 'account']),
  /** Who is not in it enters when this holds. */
  rule: segmentRuleSchema,
  /** Who is in it leaves when this no longer holds; null: the same rule. */
  staysWhile: segmentRuleSchema.nullable(),
  /** Nobody leaves before so long; null: at once. */
  minimumStay: durationSchema.nullable(),
  /** Whether those who meet a definition that is new to them are told of as history, on which nothing acts, or like any other entry. */
  takeIn: z.enum(['silently', 'announced']),
  /** A definition that is off has no members, and is not judged. */
  enabled: z.boolean(),
});
export type SegmentDefinition = z.infer<typeof segmentDefinitionSchema>;
