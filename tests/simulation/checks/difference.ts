import { isDeepStrictEqual } from 'node:util';

/** What is amiss with one thing, in words; nothing if it is as it must be. */
export function difference(what: string, wanted: unknown, got: unknown): string[] {
  if (isDeepStrictEqual(wanted, got)) return [];
  return [`${what}: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(got)}`];
}
