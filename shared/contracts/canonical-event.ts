import * as z from 'zod';
import { eventIdSchema, tenantSchema, userIdSchema } from './identifier.ts';
import { jsonObjectSchema } from './json.ts';
import { timeMsSchema } from './time.ts';

/** The kinds of event of the Segment tracking specification. */
export const eventTypes = ['track', 'identify', 'group', 'alias', 'page', 'screen'] as const;
export const eventTypeSchema = z.enum(eventTypes);
export type EventType = z.infer<typeof eventTypeSchema>;

/**
 * The one form that every event takes inside Holdfast, whatever door it came through.
 * `properties` holds the properties of track, page and screen, and the traits of identify and group.
 */
export const canonicalEventSchema = z.strictObject({
  tenant: tenantSchema,
  id: eventIdSchema,
  type: eventTypeSchema,
  name: z.string().min(1).max(200),
  userId: userIdSchema,
  anonymousId: userIdSchema,
  accountId: userIdSchema,
  /** When it happened, by the corrected clock of the sender. */
  timeMs: timeMsSchema,
  /** When Holdfast took it in. */
  receivedMs: timeMsSchema,
  properties: jsonObjectSchema,
  context: jsonObjectSchema,
});
export type CanonicalEvent = z.infer<typeof canonicalEventSchema>;
