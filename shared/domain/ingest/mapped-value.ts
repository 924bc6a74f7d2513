import type { Json, JsonObject } from '#contracts/json.ts';
import { parseJsonPath, valueAtPath } from './json-path.ts';

/** A value that is found or given: a text that begins with `$` is a path, any other text stands for itself. */
export type MappedValue = string | { readonly constant: Json };

/** An object that is found at a path, or put together member by member. */
export type MappedObject = string | Readonly<Record<string, MappedValue>>;

/** Finds a value in an event; undefined where there is none. */
export type ValueReader = (event: JsonObject) => Json | undefined;

function readerOf(what: string, text: string): ValueReader {
  try {
    const steps = parseJsonPath(text);
    return (event) => valueAtPath(event, steps);
  } catch (error) {
    const problem = error instanceof Error ? error.message : error;
    throw new Error(`${what}: ${problem}; for a text that begins with $ write { constant: … }`);
  }
}

/** Compiles a mapped value; null finds nothing. `what` names it in errors. @throws Error for a path that cannot be read. */
export function mappedValue(what: string, mapped: MappedValue | null): ValueReader {
  if (mapped === null) return () => undefined;
  if (typeof mapped === 'string') return mapped.startsWith('$') ? readerOf(what, mapped) : () => mapped;
  return () => mapped.constant;
}

/** Compiles a mapped object; members that are not found are left out. @throws Error for a path that cannot be read. */
export function mappedObject(what: string, mapped: MappedObject): ValueReader {
  if (typeof mapped === 'string') {
    if (!mapped.startsWith('$')) throw new Error(`${what}: must be a path or an object, got ${mapped}`);
    return readerOf(what, mapped);
  }
  const members = Object.entries(mapped).map(([name, value]) => [name, mappedValue(`${what}.${name}`, value)] as const);
  return (event) => {
    const found: [string, Json][] = [];
    for (const [name, readValue] of members) {
      const value = readValue(event);
      if (value !== undefined) found.push([name, value]);
    }
    return Object.fromEntries(found);
  };
}
