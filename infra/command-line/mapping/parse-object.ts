import { nestsWithin } from '#contracts/json.ts';
import type { CellObject, CellValue } from './cell-text.ts';

/** Deepest nesting of a line, itself included. */
const maximumLevels = 64;

/** Digits that a number can have and still be exact as a double. */
const longNumberForm = /\d{16}/;

/** Keeps whole numbers that no double holds: ids of 19 digits are common, and must not become one another. */
function exactly(_name: string, value: CellValue, from?: { source?: string }): CellValue {
  if (typeof value !== 'number' || from?.source === undefined) return value;
  if (Number.isSafeInteger(value) || from.source.length < 16) return value;
  return /^-?\d+$/.test(from.source) ? BigInt(from.source) : value;
}

function isObject(value: CellValue): value is CellObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One line of NDJSON → its object, whole numbers of any size exact; or what is wrong with it. */
export function parseObject(text: string): { kind: 'object'; value: CellObject } | { kind: 'bad'; detail: string } {
  let value: CellValue;
  try {
    value = longNumberForm.test(text) ? JSON.parse(text, exactly) : JSON.parse(text);
  } catch (error) {
    return { kind: 'bad', detail: `it is not JSON (${error instanceof Error ? error.message : String(error)})` };
  }
  if (!isObject(value)) return { kind: 'bad', detail: 'it is JSON, but no object' };
  if (!nestsWithin(value, maximumLevels)) {
    return { kind: 'bad', detail: `it nests more than ${maximumLevels} levels deep` };
  }
  return { kind: 'object', value };
}
