import * as z from 'zod';
import { eventTypes } from './canonical-event.ts';
import { meanings } from './moment.ts';

/** A value that a property of an event, or a feature, is compared with. */
export const plainValueSchema = z.union([z.string().max(200), z.number(), z.boolean()]);
export type PlainValue = z.infer<typeof plainValueSchema>;

/**
 * A property of an event by its path: `feature`, `plan.name`; `context.traits.role` for what lies in the context. Steps are
 * parted by dots.
 */
export const propertyPathSchema = z
  .string()
  .max(200)
  .regex(/^[^.\s][^.]*(\.[^.]+)*$/, 'must be names parted by dots');

/**
 * What must be true of a property for an event to count. A property that is missing, or of another type, is never; a number
 * may come as a text in decimals (`"12.34"`), as amounts do.
 */
export const propertyConditionSchema = z.discriminatedUnion('is', [
  z.strictObject({
    property: propertyPathSchema,
    is: z.literal('one of'),
    values: z.array(plainValueSchema).min(1).max(100),
  }),
  z.strictObject({ property: propertyPathSchema, is: z.literal('at least'), value: z.number() }),
  z.strictObject({ property: propertyPathSchema, is: z.literal('at most'), value: z.number() }),
  z.strictObject({ property: propertyPathSchema, is: z.literal('contains'), text: z.string().min(1).max(200) }),
  z.strictObject({ property: propertyPathSchema, is: z.literal('present') }),
]);
export type PropertyCondition = z.infer<typeof propertyConditionSchema>;

const kindOfEventSchema = z.discriminatedUnion('by', [
  /** Signs of life, whatever they are. */
  z.strictObject({ by: z.literal('activity') }),
  /** What the tracking plan says that they mean. */
  z.strictObject({ by: z.literal('meaning'), meaning: z.enum(meanings) }),
  /** Track events by their name in the tracking plan. */
  z.strictObject({ by: z.literal('name'), names: z.array(z.string().min(1).max(200)).min(1).max(50) }),
  /** Calls of one kind: identify tells traits, group tells of the account. */
  z.strictObject({ by: z.literal('type'), type: z.enum(eventTypes) }),
]);

/** Which events count: all that are of the kind and meet every condition. */
export const eventSelectorSchema = z.strictObject({
  events: kindOfEventSchema,
  where: z.array(propertyConditionSchema).max(10),
});
export type EventSelector = z.infer<typeof eventSelectorSchema>;
