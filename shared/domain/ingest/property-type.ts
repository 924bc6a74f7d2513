import type { Json, JsonObject } from '#contracts/json.ts';

/** Where a value is wrong and what it must be. `at` names the place, `place` without the position in a list. */
export type Wrong = {
  readonly at: string;
  readonly place: string;
  readonly must: string;
  readonly value: Json | undefined;
};

/** What a property may hold: the check, made once when declared, and the same in words and as JSON Schema. */
export type PropertyType = {
  /** What a value must be, to follow "must be": `a number of at least 0`. */
  readonly must: string;
  /** Whether a value that is given (not null) is right. */
  readonly accepts: (value: Json) => boolean;
  /** What is wrong with a value that `accepts` refuses. */
  readonly explain: (value: Json) => Wrong;
  /** The same check as JSON Schema, draft 2020-12. */
  readonly schema: JsonObject;
};

/** A type whose values have no inside. */
export function plainType(must: string, schema: JsonObject, accepts: (value: Json) => boolean): PropertyType {
  return { must, schema, accepts, explain: (value) => ({ at: '', place: '', must, value }) };
}

/** "Cannot declare a list: …". */
export function refuseType(what: string, why: string): never {
  throw new Error(`Cannot declare a ${what}: ${why}`);
}
