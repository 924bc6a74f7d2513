import * as z from 'zod';
import { customerIdSchema, tenantSchema } from './identifier.ts';

/** Churn risk in words. `unknown`: the customer has shown no activity yet, so nothing is claimed. */
export const riskBands = ['unknown', 'low', 'medium', 'high'] as const;
export const riskBandSchema = z.enum(riskBands);
export type RiskBand = z.infer<typeof riskBandSchema>;

/** What made a transition happen: an event, the passing of time, or the joining of two profiles. */
export const causeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('event'), eventId: z.string(), eventName: z.string() }),
  z.strictObject({ kind: z.literal('time') }),
  /** Two profiles became one; `customerId` is the other of them. */
  z.strictObject({ kind: z.literal('join'), customerId: customerIdSchema }),
]);
export type Cause = z.infer<typeof causeSchema>;

/** The reason of a transition, for people: the rule as a sentence and the values that decided it. */
export const whySchema = z.strictObject({
  rule: z.string(),
  values: z.record(z.string(), z.union([z.number(), z.string(), z.null()])),
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

export const transitionSchema = z.discriminatedUnion('type', [segmentTransitionSchema, riskTransitionSchema]);
export type Transition = z.infer<typeof transitionSchema>;
export type SegmentTransition = z.infer<typeof segmentTransitionSchema>;

/** The `source` of every event that Holdfast puts on the bus. */
export const transitionSource = 'holdfast';
