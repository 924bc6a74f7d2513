import { isJsonObject } from './json-object.ts';
import { compileAddressRange } from './match-address.ts';
import { compileAnythingBut } from './match-anything-but.ts';
import { compileNumeric } from './match-numeric.ts';
import { compileEqualsIgnoreCase, compilePrefix, compileSuffix, type TextTest } from './match-text.ts';
import { compileWildcard } from './match-wildcard.ts';
import { type PatternPath, patternError } from './pattern-error.ts';

export type Scalar = string | number | boolean | null;
export type ScalarTest = (value: Scalar) => boolean;

/** The array of conditions at one leaf: any of them suffices. */
export type Leaf = {
  readonly path: PatternPath;
  readonly exact: ReadonlySet<Scalar>;
  readonly tests: readonly ScalarTest[];
  /** `{"exists": false}` is among the conditions. */
  readonly allowsAbsence: boolean;
};

export const isScalar = (value: unknown): value is Scalar =>
  value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number';

const isPatternScalar = (value: unknown): value is Scalar =>
  isScalar(value) && (typeof value !== 'number' || Number.isFinite(value));

/** Compiles the array at a leaf of a pattern. @throws EventPatternError */
export function compileLeaf(path: PatternPath, conditions: readonly unknown[]): Leaf {
  if (conditions.length === 0) throw patternError(path, 'an empty array would match nothing', conditions);
  const exact = new Set<Scalar>();
  const tests: ScalarTest[] = [];
  let allowsAbsence = false;
  for (const condition of conditions) {
    if (isPatternScalar(condition)) {
      exact.add(condition);
    } else if (isJsonObject(condition)) {
      const compiled = compileCondition(path, condition);
      if (compiled === 'absent') allowsAbsence = true;
      else tests.push(compiled);
    } else {
      throw patternError(path, 'a condition must be a string, a number, true, false, null or an operator', condition);
    }
  }
  return { path, exact, tests, allowsAbsence };
}

const onText =
  (test: TextTest): ScalarTest =>
  (value) =>
    typeof value === 'string' && test(value);

const operators: Readonly<Record<string, (path: PatternPath, operand: unknown) => ScalarTest | 'absent'>> = {
  prefix: (path, operand) => onText(compilePrefix(path, operand)),
  suffix: (path, operand) => onText(compileSuffix(path, operand)),
  'equals-ignore-case': (path, operand) => onText(compileEqualsIgnoreCase(path, operand)),
  wildcard: (path, operand) => onText(compileWildcard(path, operand)),
  cidr: (path, operand) => onText(compileAddressRange(path, operand)),
  'anything-but': compileAnythingBut,
  numeric: (path, operand) => {
    const test = compileNumeric(path, operand);
    return (value) => typeof value === 'number' && test(value);
  },
  exists: (path, operand) => {
    if (typeof operand !== 'boolean') throw patternError(path, 'exists needs true or false', operand);
    return operand ? () => true : 'absent';
  },
};

function compileCondition(path: PatternPath, condition: Readonly<Record<string, unknown>>): ScalarTest | 'absent' {
  const [operator, ...others] = Object.keys(condition);
  if (operator === undefined || others.length > 0) {
    throw patternError(path, 'a condition must hold exactly one operator', condition);
  }
  const compile = Object.hasOwn(operators, operator) ? operators[operator] : undefined;
  if (compile === undefined) throw patternError(path, `there is no operator "${operator}"`, condition);
  return compile(path, condition[operator]);
}
