import type { JsonObject } from '#contracts/json.ts';
import type { Random } from './random.ts';

/** One in so many events is sent a second time in a form that breaks the schema, as buggy clients do. */
export const brokenEventEvery = 400;

const breakages: readonly ((item: JsonObject) => JsonObject)[] = [
  (item) => ({ ...item, type: 'track', event: 'Order Completed', properties: { total: 'a lot' } }),
  (item) => ({ ...item, type: 'track', event: '' }),
  (item) => ({ ...item, type: 'telepathy' }),
  (item) => ({ ...item, timestamp: 'yesterday, about noon' }),
  (item) => ({ ...item, userId: null, anonymousId: null }),
];

/** A copy of an event with an id of its own and one thing wrong with it: each kind goes to quarantine. */
export function breakEvent(item: JsonObject, messageId: string, random: Random): JsonObject {
  return { ...random.pick(breakages)(item), messageId };
}
