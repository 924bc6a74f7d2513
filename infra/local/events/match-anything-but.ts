import { isJsonObject } from './json-object.ts';
import { numericLimit } from './match-numeric.ts';
import { compileEqualsIgnoreCase, compilePrefix, compileSuffix, type TextTest } from './match-text.ts';
import { compileWildcard } from './match-wildcard.ts';
import { type PatternPath, patternError } from './pattern-error.ts';
import type { Scalar, ScalarTest } from './pattern-leaf.ts';

/**
 * `{"anything-but": …}`: a string, a number, a list of strings or of numbers, or one of `prefix`, `suffix`,
 * `equals-ignore-case`, `wildcard` with a string or a list of them. It matches every present value that is not
 * named, whatever its type; an absent field never matches.
 * @throws EventPatternError for booleans, null, mixed or empty lists, empty texts and other operators.
 */
export function compileAnythingBut(path: PatternPath, operand: unknown): ScalarTest {
  if (isJsonObject(operand)) return compileNegatedText(path, operand);
  const excluded = new Set<Scalar>(readExcluded(path, operand));
  return (value) => !excluded.has(value);
}

function readExcluded(path: PatternPath, operand: unknown): readonly (string | number)[] {
  const values: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  if (values.length === 0) throw patternError(path, 'anything-but needs at least one value', operand);
  const texts = values.filter((value) => typeof value === 'string');
  if (texts.length === values.length) return texts;
  const numbers = values.filter((value) => typeof value === 'number');
  if (numbers.length !== values.length) {
    throw patternError(path, 'anything-but needs strings only, or numbers only', operand);
  }
  if (!numbers.every((value) => Math.abs(value) <= numericLimit)) {
    throw patternError(path, 'anything-but compares with numbers from -5e9 to 5e9', operand);
  }
  return numbers;
}

const textOperators: Readonly<Record<string, (path: PatternPath, operand: unknown) => TextTest>> = {
  prefix: compilePrefix,
  suffix: compileSuffix,
  'equals-ignore-case': compileEqualsIgnoreCase,
  wildcard: compileWildcard,
};

function compileNegatedText(path: PatternPath, operand: Readonly<Record<string, unknown>>): ScalarTest {
  const [operator = '', ...others] = Object.keys(operand);
  const compile = Object.hasOwn(textOperators, operator) ? textOperators[operator] : undefined;
  if (compile === undefined || others.length > 0) {
    throw patternError(path, `anything-but takes one of ${Object.keys(textOperators).join(', ')}`, operand);
  }
  const excluded = operand[operator];
  const values: readonly unknown[] = Array.isArray(excluded) ? excluded : [excluded];
  if (values.length === 0) throw patternError(path, `anything-but ${operator} needs at least one value`, operand);
  const tests = values.map((value) => {
    if (typeof value !== 'string') throw patternError(path, `anything-but ${operator} needs strings`, operand);
    if (value === '' && (operator === 'prefix' || operator === 'suffix')) {
      throw patternError(path, `anything-but ${operator} may not be empty`, operand);
    }
    return compile(path, value);
  });
  return (value) => typeof value !== 'string' || !tests.some((test) => test(value));
}
