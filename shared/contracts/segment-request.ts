import * as z from 'zod';
import { maximumIdentifierLength } from './identifier.ts';
import { jsonObjectSchema } from './json.ts';
import { isoTextSchema } from './time.ts';

/** Limits of the Segment HTTP tracking API. */
export const maximumEventBytes = 32 * 1024;
export const maximumRequestBytes = 500 * 1024;
export const maximumEventsPerRequest = 2_500;

const optionalId = z
  .union([z.string().max(maximumIdentifierLength), z.int().transform(String)])
  .nullish()
  .transform((value) => (value === undefined || value === '' ? null : value));
/** An id that must be there; a whole number is read as text (beyond 2^53 two ids would become one), anything else is refused rather than turned into text. */
const requiredId = z.union([z.string().min(1).max(maximumIdentifierLength), z.int().transform(String)]);
const optionalTime = isoTextSchema.nullish();
const optionalObject = jsonObjectSchema.nullish();

const common = {
  messageId: z.string().min(1).max(100).nullish(),
  userId: optionalId,
  anonymousId: optionalId,
  timestamp: optionalTime,
  originalTimestamp: optionalTime,
  sentAt: optionalTime,
  context: optionalObject,
};

/** One item of the Segment tracking specification, as clients send it (unknown members are dropped). */
export const segmentItemSchema = z.discriminatedUnion('type', [
  z.object({ ...common, type: z.literal('track'), event: z.string().min(1).max(200), properties: optionalObject }),
  z.object({ ...common, type: z.literal('identify'), traits: optionalObject }),
  z.object({ ...common, type: z.literal('group'), groupId: requiredId, traits: optionalObject }),
  z.object({ ...common, type: z.literal('alias'), previousId: requiredId }),
  z.object({ ...common, type: z.literal('page'), name: z.string().max(200).nullish(), properties: optionalObject }),
  z.object({ ...common, type: z.literal('screen'), name: z.string().max(200).nullish(), properties: optionalObject }),
]);
export type SegmentItem = z.infer<typeof segmentItemSchema>;

/** The body of `POST /v1/batch`: items are checked one by one, so that one bad item does not refuse its neighbours. */
export const segmentBatchSchema = z.object({
  batch: z.array(z.unknown()),
  sentAt: optionalTime,
  context: optionalObject,
  writeKey: z.string().max(200).nullish(),
});
