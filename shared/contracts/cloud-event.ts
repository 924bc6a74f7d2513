import * as z from 'zod';
import type { Json } from './json.ts';
import { isoTextSchema } from './time.ts';

const requiredText = z.string().min(1);

/** A null stands for an attribute that is not there. Source: CloudEvents 1.0.2, JSON event format, section 2.1. */
const optionalText = z.string().nullish();

/** An id in an extension attribute; a whole number is read as text. */
const optionalId = z
  .union([z.string(), z.int().transform(String)], { error: 'must be a text or a whole number' })
  .nullish();

/** No more is checked: whatever is parsed by this schema came out of `JSON.parse`. */
const anyJson = z.custom<Json>(() => true).optional();

/**
 * A CloudEvent 1.0 in its JSON format, as senders send it. Extension attributes other than those that name a customer are
 * dropped.
 */
export const cloudEventSchema = z.object({
  specversion: z.literal('1.0'),
  /** Together with `source` it names the event: no two events have both in common. */
  id: requiredText,
  source: requiredText,
  type: requiredText,
  time: isoTextSchema.nullish(),
  subject: optionalText,
  datacontenttype: optionalText,
  data: anyJson,
  data_base64: optionalText,
  /** Extension attributes of Holdfast: who did it. */
  userid: optionalId,
  anonymousid: optionalId,
  accountid: optionalId,
});
export type CloudEvent = z.infer<typeof cloudEventSchema>;
