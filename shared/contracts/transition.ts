import * as z from 'zod';
import { customerIdSchema, tenantSchema } from './identifier.ts';

/** Churn risk in words. `unknown`: the customer has shown no activity yet, so nothing is claimed. */
export const riskBands = ['unknown', 'low', 'medium', 'high'] as const;
export const riskBandSchema = z.enum(riskBands);
export type RiskBand = z.infer<typeof riskBandSchema>;

/** What made a transition happen: an event, the passing of time, the joining of two profiles, a definition that is new, or news of another. */
export const causeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('event'), eventId: z.string(), eventName: z.string() }),
  z.strictObject({ kind: z.literal('time') }),
  /** Two profiles became one; `customerId` is the other of them. */
  z.strictObject({ kind: z.literal('join'), customerId: customerIdSchema }),
  /** The definition of a segment was made, edited, enabled or disabled: nothing happened to the customer. */
  z.strictObject({ kind: z.literal('definition') }),
  /** Another profile told how it stands: to an account one of its members, to a customer one of its accounts. */
  z.strictObject({ kind: z.literal('relation'), customerId: customerIdSchema, profileVersion: z.int().min(0) }),
]);
export type Cause = z.infer<typeof causeSchema>;

/** What a feature, or a leaf of a rule, was at one moment; null where there was nothing to measure. */
export const readValueSchema = z.union([z.number(), z.string(), z.boolean(), z.null()]);
export type ReadValue = z.infer<typeof readValueSchema>;

/** The part of a rule that turned out otherwise and so decided, and what it looks at before and after. */
export const decisiveLeafSchema = z.strictObject({
  sentence: z.string(),
  /** In what the values are, as the feature declares it; empty where they are no number, or no feature was asked. */
  unit: z.string().default(''),
  before: readValueSchema,
  after: readValueSchema,
});
export type DecisiveLeaf = z.infer<typeof decisiveLeafSchema>;

/** The reason of a transition, for people: the rule as a sentence and the values that decided it. */
export const whySchema = z.strictObject({
  rule: z.string(),
  values: z.record(z.string(), readValueSchema),
  /** Null where no single part of the rule decided, and in what was recorded before reasons named one. */
  leaf: decisiveLeafSchema.nullable().default(null),
  cause: causeSchema,
});
export type Why = z.infer<typeof whySchema>;

const envelope = {
  /** Deterministic (tenant, customer, profile version, what changed): publishing twice is seen as twice the same. */
  id: z.string().min(1).max(600),
  schemaVersion: z.literal(1),
  tenant: tenantSchema,
  customerId: customerIdSchema,
  /** The version of the profile whose write carried this transition; orders the transitions of one customer. */
  profileVersion: z.int().min(1),
  occurredAt: z.iso.datetime(),
  /** The request or import that the cause came from. */
  correlationId: z.string(),
  /** The event or wake-up that caused it. */
  causationId: z.string(),
  /** `replay`: found while history was taken in; playbooks do not act on it. */
  mode: z.enum(['live', 'replay']),
  why: whySchema,
};

export const segmentTransitionSchema = z.strictObject({
  ...envelope,
  type: z.enum(['Segment Entered', 'Segment Exited']),
  segment: z.string(),
  segmentVersion: z.int().min(1),
});

export const riskTransitionSchema = z.strictObject({
  ...envelope,
  type: z.literal('Churn Risk Changed'),
  from: riskBandSchema,
  to: riskBandSchema,
  score: z.number().nullable(),
});

/** A move that `retention/migrations.ts` declares. */
export const migrationTransitionSchema = z.strictObject({
  ...envelope,
  type: z.literal('Customer Migrated'),
  migration: z.string(),
  /** Yearly revenue of the customer in minor units; null where no feature says it. */
  revenueMinor: z.int().nullable(),
});

export const transitionSchema = z.discriminatedUnion('type', [
  segmentTransitionSchema,
  riskTransitionSchema,
  migrationTransitionSchema,
]);
export type Transition = z.infer<typeof transitionSchema>;
export type SegmentTransition = z.infer<typeof segmentTransitionSchema>;

/** The `source` of every event that Holdfast puts on the bus. */
export const transitionSource = 'holdfast';
