import * as z from 'zod';
import { sourceNameSchema, tenantSchema } from './identifier.ts';
import type { Json } from './json.ts';
import { maximumEventsPerRequest } from './segment-request.ts';

/** What a product service may put on the event queue by itself: whose events they are, and who sends them. */
const sender = { schemaVersion: z.literal(1), tenant: tenantSchema, source: sourceNameSchema };

/** No more is checked: whatever is parsed by these schemas came out of `JSON.parse`. */
const anyJson = z.custom<Json>(() => true);

/** Checked one by one by the reader, so that one bad event never blocks its neighbours. */
const events = z.array(anyJson).min(1).max(maximumEventsPerRequest);

/** Items of the Segment tracking specification: the body of a batch call, with `sentAt`, `context` and `integrations` for all. */
export const segmentMessageSchema = z
  .object({ kind: z.literal('segment'), ...sender, batch: events })
  .catchall(anyJson);

/** CloudEvents 1.0 in their JSON format. */
export const cloudEventsMessageSchema = z.object({ kind: z.literal('cloudevents'), ...sender, events });

/** An event of an EventBridge bus, as the rule of a declared source sends it. */
export const eventBridgeMessageSchema = z.object({ kind: z.literal('eventbridge'), ...sender, event: anyJson });

export const directMessageSchema = z.discriminatedUnion('kind', [
  segmentMessageSchema,
  cloudEventsMessageSchema,
  eventBridgeMessageSchema,
]);
/** Events that came to the queue by themselves; they are decoded where they are counted. */
export type DirectMessage = z.infer<typeof directMessageSchema>;
