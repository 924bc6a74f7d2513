import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { Json } from '#contracts/json.ts';
import { latestTimeMs, parseIsoTimeMs } from '#contracts/time.ts';
import { type CellValue, longestText, type ValueSource } from './cell.ts';
import { numberIn } from './number-of-event.ts';
import { compileProperty } from './property-of-event.ts';

/** The beginning of a text, cut between characters and never within one. */
export function shortText(text: string): string {
  if (text.length <= longestText) return text.toWellFormed();
  return [...text.slice(0, longestText * 2).toWellFormed()].slice(0, longestText).join('');
}

function textIn(value: Json): string | null {
  if (typeof value === 'object') return null;
  const text = shortText(String(value));
  return text === '' ? null : text;
}

/** ISO 8601, or milliseconds since 1970. */
function timeIn(value: Json): number | null {
  if (typeof value === 'string') return parseIsoTimeMs(value);
  const isTime = typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= latestTimeMs;
  return isTime ? value : null;
}

/** Zero has no sign, for two events that say the same must leave the same. */
function unsignedZero(value: number | null): number | null {
  return value === 0 ? 0 : value;
}

function valueIn(value: Json | undefined, type: Extract<ValueSource, { from: 'property' }>['type']): CellValue | null {
  if (value === undefined || value === null) return null;
  if (type === 'number') return unsignedZero(numberIn(value));
  if (type === 'text') return textIn(value);
  if (type === 'time') return timeIn(value);
  return typeof value === 'boolean' ? value : null;
}

function constantIn(value: CellValue): CellValue {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`Cannot keep ${value}: it is no number`);
  if (typeof value === 'string' && shortText(value) !== value) {
    throw new Error(`Cannot keep "${value}": a text has at most ${longestText} characters`);
  }
  return value === 0 ? 0 : value;
}

/** Reads a value of an event; null where it has none of its type. */
export type ValueOfEvent = (event: CanonicalEvent) => CellValue | null;

/** Makes the reader of a value. Throws if a constant cannot be kept. */
export function compileValue(source: ValueSource): ValueOfEvent {
  if (source.from === 'constant') {
    const value = constantIn(source.value);
    return () => value;
  }
  const { type } = source;
  const propertyOf = compileProperty(source.property);
  return (event) => valueIn(propertyOf(event), type);
}

/** −1, 0 or 1: an order of all values, so that of two that were set at once the same one is kept everywhere. */
export function compareValues(a: CellValue, b: CellValue): number {
  if (typeof a !== typeof b) return typeof a < typeof b ? -1 : 1;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
