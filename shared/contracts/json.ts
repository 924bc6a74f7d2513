import * as z from 'zod';

/** Any value that JSON can carry. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/**
 * Deepest nesting of a JSON object that is taken in, itself included: as deep as DynamoDB goes. Text of a few hundred
 * kilobytes can nest so deeply that writing it again ends the stack.
 */
export const maximumNesting = 32;

/** Whether a value nests at most so many objects and arrays into each other. */
export function nestsWithin(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (levels <= 0) return false;
  // A plain loop, because this looks at every value of every event: callbacks and iterators take twice as long.
  const inside: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  for (let index = 0; index < inside.length; index += 1) {
    const one = inside[index];
    if (typeof one === 'object' && one !== null && !nestsWithin(one, levels - 1)) return false;
  }
  return true;
}

/** Whether what came out of `JSON.parse` is an object, however deeply nested. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A JSON object that is not nested too deeply. No more is checked: whatever is parsed by this schema came out of
 * `JSON.parse`, so what lies inside is JSON.
 */
export const jsonObjectSchema = z.custom<JsonObject>(
  (value) => isJsonObject(value) && nestsWithin(value, maximumNesting),
  { error: `must be a JSON object of at most ${maximumNesting} levels` },
);
