import * as z from 'zod';
import { maximumIdentifierLength } from './identifier.ts';
import { type JsonObject, jsonObjectSchema, maximumNesting } from './json.ts';
import { isoTextSchema, parseClockMs } from './time.ts';

/** Limits of the Segment HTTP tracking API. */
export const maximumEventBytes = 32 * 1024;
export const maximumRequestBytes = 500 * 1024;
export const maximumEventsPerRequest = 2_500;

/** Most bytes that what a batch says for all may become, once it is a part of each event: 3 KB for the most events. */
export const maximumSpreadBytes = 16 * maximumRequestBytes;

/** Longest name of an event, a page or a screen. */
export const maximumEventNameLength = 200;

const isEmptyList = (value: unknown) => Array.isArray(value) && value.length === 0;

const optionalId = z
  .union([z.string().max(maximumIdentifierLength), z.int().transform(String)], {
    error: `must be a text of at most ${maximumIdentifierLength} characters or a whole number`,
  })
  .nullish()
  .transform((value) => (value === undefined || value === '' ? null : value));
/** An id that must be there; a whole number is read as text (beyond 2^53 two ids would become one), anything else is refused rather than turned into text. */
const requiredId = z.union([z.string().min(1).max(maximumIdentifierLength), z.int().transform(String)], {
  error: `must be a text of 1 to ${maximumIdentifierLength} characters or a whole number`,
});
/** What a clock of the sender shows, in milliseconds since 1970. */
const optionalTime = isoTextSchema.transform(parseClockMs).nullish();
/** PHP writes an object without members as `[]`. */
const optionalObject = z
  .custom<JsonObject | []>((value) => isEmptyList(value) || jsonObjectSchema.safeParse(value).success, {
    error: `must be a JSON object of at most ${maximumNesting} levels`,
  })
  .transform((value): JsonObject => (Array.isArray(value) ? {} : value))
  .nullish();

const common = {
  /** Of any length: a long one is shortened rather than refused. */
  messageId: z.union([z.string(), z.int().transform(String)], { error: 'must be a text or a whole number' }).nullish(),
  userId: optionalId,
  anonymousId: optionalId,
  timestamp: optionalTime,
  originalTimestamp: optionalTime,
  /** Only corrects the clock of the sender: what cannot be read is passed over. */
  sentAt: z.unknown().optional(),
  context: optionalObject,
  /** Which destinations may have the event: true, false or settings, by their names. Anything else is passed over. */
  integrations: z.unknown().optional(),
};
const pageName = z.string().max(maximumEventNameLength).nullish();
const page = { name: pageName, category: z.unknown().optional(), properties: optionalObject };

/** One item of the Segment tracking specification, as clients send it (unknown members are dropped). */
export const segmentItemSchema = z.discriminatedUnion('type', [
  z.object({
    ...common,
    type: z.literal('track'),
    event: z.string().min(1).max(maximumEventNameLength),
    properties: optionalObject,
  }),
  z.object({ ...common, type: z.literal('identify'), traits: optionalObject }),
  z.object({ ...common, type: z.literal('group'), groupId: requiredId, traits: optionalObject }),
  z.object({ ...common, type: z.literal('alias'), previousId: requiredId }),
  z.object({ ...common, type: z.literal('page'), ...page }),
  z.object({ ...common, type: z.literal('screen'), ...page }),
]);
export type SegmentItem = z.infer<typeof segmentItemSchema>;

/** The body of `POST /v1/batch`: items are checked one by one, so that one bad item does not refuse its neighbours. */
export const segmentBatchSchema = z.object({
  batch: z.array(z.unknown()),
  /** What these three should be and are not is passed over: it must not cost the items. */
  sentAt: z.unknown().optional(),
  context: z.unknown().optional(),
  integrations: z.unknown().optional(),
});
