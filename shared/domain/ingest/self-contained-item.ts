import { isJsonObject, type JsonObject } from '#contracts/json.ts';
import { parseClockMs } from '#contracts/time.ts';
import type { ItemSurroundings } from './item-surroundings.ts';

const isEmptyList = (value: unknown) => Array.isArray(value) && value.length === 0;

const isTime = (value: unknown) => typeof value === 'string' && parseClockMs(value) !== null;

/**
 * An item as it can be looked at again on its own: with what its batch said for all and the id that it got, and without the
 * write key, which is kept nowhere. `asSent` is what a repetition has in common with it.
 */
export function selfContained(raw: JsonObject, around: ItemSurroundings): { whole: JsonObject; asSent: JsonObject } {
  const { writeKey: _secret, ...asSent } = raw;
  const whole: JsonObject = { ...asSent };
  const isGiven = (name: string) => whole[name] !== undefined && whole[name] !== null;
  const share = (name: 'context' | 'integrations') => {
    const own = whole[name];
    if (Object.keys(around[name]).length === 0) return;
    // A context that is wrong stays, to be mended; wrong integrations are passed over.
    if (isJsonObject(own)) whole[name] = { ...around[name], ...own };
    else if (name === 'integrations' || !isGiven(name) || isEmptyList(own)) whole[name] = around[name];
  };
  share('context');
  share('integrations');
  if (around.sentAt !== null && !isTime(whole['sentAt'])) whole['sentAt'] = around.sentAt;
  if (!isGiven('messageId') || whole['messageId'] === '') whole['messageId'] = around.fallbackId;
  return { whole, asSent };
}
