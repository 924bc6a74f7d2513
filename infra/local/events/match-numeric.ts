import { type PatternPath, patternError } from './pattern-error.ts';

/** EventBridge compares numbers from -5e9 to 5e9 only (event patterns, "Numeric matching"). */
export const numericLimit = 5e9;

type NumberTest = (value: number) => boolean;
type Bound = { readonly operator: string; readonly value: number };

/**
 * `{"numeric": [">", 0, "<=", 5]}`: one comparison, or a lower bound followed by an upper one.
 * A value of an event that is beyond ±5e9 never matches, as in EventBridge.
 * @throws EventPatternError for an unknown operator, a value beyond ±5e9, or a range that holds nothing.
 */
export function compileNumeric(path: PatternPath, operand: unknown): NumberTest {
  if (!Array.isArray(operand)) throw patternError(path, 'numeric needs an array', operand);
  if (operand.length !== 2 && operand.length !== 4) {
    throw patternError(path, 'numeric needs one or two pairs of operator and number', operand);
  }
  const first = readBound(path, operand, 0);
  if (operand.length === 2) return withinLimit(compareWith(first));
  return compileRange(path, operand, first, readBound(path, operand, 2));
}

function compileRange(path: PatternPath, operand: readonly unknown[], lower: Bound, upper: Bound): NumberTest {
  if (lower.operator !== '>' && lower.operator !== '>=') {
    throw patternError(path, 'a numeric range begins with > or >=', operand);
  }
  if (upper.operator !== '<' && upper.operator !== '<=') {
    throw patternError(path, 'a numeric range ends with < or <=', operand);
  }
  if (lower.value >= upper.value) {
    throw patternError(path, 'the lower bound of a numeric range must be less than the upper one', operand);
  }
  const isAbove = compareWith(lower);
  const isBelow = compareWith(upper);
  return withinLimit((value) => isAbove(value) && isBelow(value));
}

function readBound(path: PatternPath, operand: readonly unknown[], index: number): Bound {
  const operator = operand[index];
  const value = operand[index + 1];
  if (typeof operator !== 'string' || !['=', '<', '<=', '>', '>='].includes(operator)) {
    throw patternError(path, 'numeric knows =, <, <=, > and >=', operand);
  }
  if (typeof value !== 'number' || !(Math.abs(value) <= numericLimit)) {
    throw patternError(path, `numeric compares with a number from -5e9 to 5e9`, operand);
  }
  return { operator, value };
}

function compareWith({ operator, value: bound }: Bound): NumberTest {
  switch (operator) {
    case '<':
      return (value) => value < bound;
    case '<=':
      return (value) => value <= bound;
    case '>':
      return (value) => value > bound;
    case '>=':
      return (value) => value >= bound;
    default:
      return (value) => value === bound;
  }
}

const withinLimit =
  (test: NumberTest): NumberTest =>
  (value) =>
    Math.abs(value) <= numericLimit && test(value);
