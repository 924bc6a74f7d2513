import { isJsonObject } from './json-object.ts';
import { type PatternPath, patternError } from './pattern-error.ts';

export type TextTest = (text: string) => boolean;

/** `{"prefix": "a"}` or `{"prefix": {"equals-ignore-case": "A"}}`. */
export function compilePrefix(path: PatternPath, operand: unknown): TextTest {
  const { text, ignoresCase } = readAffix(path, 'prefix', operand);
  if (!ignoresCase) return (value) => value.startsWith(text);
  const folded = text.toLowerCase();
  return (value) => value.toLowerCase().startsWith(folded);
}

/** `{"suffix": "a"}` or `{"suffix": {"equals-ignore-case": "A"}}`. */
export function compileSuffix(path: PatternPath, operand: unknown): TextTest {
  const { text, ignoresCase } = readAffix(path, 'suffix', operand);
  if (!ignoresCase) return (value) => value.endsWith(text);
  const folded = text.toLowerCase();
  return (value) => value.toLowerCase().endsWith(folded);
}

/** `{"equals-ignore-case": "Alice"}`. */
export function compileEqualsIgnoreCase(path: PatternPath, operand: unknown): TextTest {
  if (typeof operand !== 'string') throw patternError(path, 'equals-ignore-case needs a string', operand);
  const folded = operand.toLowerCase();
  return (value) => value.toLowerCase() === folded;
}

function readAffix(path: PatternPath, operator: string, operand: unknown): { text: string; ignoresCase: boolean } {
  if (typeof operand === 'string') return { text: operand, ignoresCase: false };
  if (isJsonObject(operand) && Object.keys(operand).length === 1) {
    const text = operand['equals-ignore-case'];
    if (typeof text === 'string') return { text, ignoresCase: true };
  }
  throw patternError(path, `${operator} needs a string or {"equals-ignore-case": a string}`, operand);
}
