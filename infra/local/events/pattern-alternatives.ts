import { isJsonObject } from './json-object.ts';
import { type PatternPath, patternError } from './pattern-error.ts';
import { compileLeaf, type Leaf } from './pattern-leaf.ts';

/** One way to match: every leaf must hold. A pattern without `$or` has exactly one. */
export type Alternative = readonly Leaf[];

/** EventBridge refuses a pattern whose `$or`s multiply to more combinations than this. */
const mostAlternatives = 1_000;

// The names that event-ruler (the open source of EventBridge's matcher, Constants.java) reserves: where an object of
// "$or" uses one as a field, "$or" is read as the name of a field and not as the operator.
const reservedNames = new Set(
  'exactly equals-ignore-case prefix suffix anything-but exists wildcard numeric cidr = < <= > >= regex not-wildcard not-equals-ignore-case date-after date-on-or-after date-before date-on-or-before in-date-range ip-address-in-range ip-address-not-in-range'.split(
    ' ',
  ),
);

/** Expands a pattern to its alternatives: the product of all its `$or`s. @throws EventPatternError */
export function expandAlternatives(path: PatternPath, pattern: Readonly<Record<string, unknown>>): Alternative[] {
  const fields = Object.entries(pattern);
  if (fields.length === 0) throw patternError(path, 'an empty object is not allowed', pattern);
  let alternatives: Alternative[] = [[]];
  for (const [name, value] of fields) {
    alternatives = combine(path, alternatives, expandField(path, name, value));
  }
  return alternatives;
}

function expandField(path: PatternPath, name: string, value: unknown): Alternative[] {
  if (name === '$or' && isOrOperator(value)) return value.flatMap((choice) => expandAlternatives(path, choice));
  const here = [...path, name];
  if (Array.isArray(value)) return [[compileLeaf(here, value)]];
  if (isJsonObject(value)) return expandAlternatives(here, value);
  throw patternError(here, 'a field must hold an object or an array', value);
}

function isOrOperator(value: unknown): value is readonly Readonly<Record<string, unknown>>[] {
  return (
    Array.isArray(value) &&
    value.length >= 2 &&
    value.every((choice) => isJsonObject(choice) && !Object.keys(choice).some((name) => reservedNames.has(name)))
  );
}

function combine(path: PatternPath, left: readonly Alternative[], right: readonly Alternative[]): Alternative[] {
  const count = left.length * right.length;
  if (count > mostAlternatives) {
    throw patternError(path, `$or may give at most ${mostAlternatives} combinations`, count);
  }
  return left.flatMap((first) => right.map((second) => [...first, ...second]));
}
