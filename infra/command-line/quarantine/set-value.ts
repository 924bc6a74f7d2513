import { isJsonObject, type Json, type JsonObject } from '#contracts/json.ts';
import { CommandError } from '../command-error.ts';

/** A change of one value: where, from the outside in, and what it becomes; undefined takes it away. */
export type Setting = { readonly path: readonly string[]; readonly value: Json | undefined };

/** Deepest path that can be set. */
const maximumPathLength = 32;

function parseValue(text: string): Json | undefined {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // What is no JSON is meant as it stands: `--set userId=ada`.
    return text;
  }
}

/**
 * Reads `properties.total=12.5`: names joined by dots, and a JSON value; what is no JSON is a text, and nothing after the
 * equals sign takes the value away. Throws a CommandError where there is no name.
 */
export function parseSetting(text: string): Setting {
  const separator = text.indexOf('=');
  const path = text.slice(0, Math.max(0, separator)).split('.');
  if (separator < 1 || path.includes('') || path.length > maximumPathLength) {
    throw new CommandError(`Cannot set "${text}": write it as name=value, or as outer.inner=value`);
  }
  return { path, value: parseValue(text.slice(separator + 1)) };
}

/** A copy of an object with one value changed; objects on the way there are made where they are missing. */
export function setValue(object: JsonObject, { path, value }: Setting): JsonObject {
  const [name, ...rest] = path;
  if (name === undefined) return object;
  // Through entries, so that a name such as __proto__ is a name like any other.
  const entries = new Map<string, Json>(Object.entries(object));
  const inside = entries.get(name);
  if (rest.length > 0) entries.set(name, setValue(isJsonObject(inside) ? inside : {}, { path: rest, value }));
  else if (value === undefined) entries.delete(name);
  else entries.set(name, value);
  return Object.fromEntries(entries);
}
