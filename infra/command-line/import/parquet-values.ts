import type { FileMetaData, ParquetParsers, SchemaElement, SchemaTree } from 'hyparquet';
import { type CellValue, plainNumber } from '../mapping/cell-text.ts';
import { decimalText } from '../mapping/decimal.ts';
import { dateText, type MomentUnit, momentText, timeOfDayText } from './parquet-moment.ts';

function textOfBytes(bytes: Uint8Array): string {
  // Bytes that are no text are shown as what they are, rather than with characters in place of some of them.
  try {
    return new TextDecoder('utf8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return `0x${Buffer.from(bytes).toString('hex')}`;
  }
}

/** How the reader of the format hands values over: as texts that lose no digit. */
export const exactParsers: ParquetParsers = {
  timestampFromMilliseconds: (count) => momentText(BigInt(count), 'milliseconds'),
  timestampFromMicroseconds: (count) => momentText(BigInt(count), 'microseconds'),
  timestampFromNanoseconds: (count) => momentText(BigInt(count), 'nanoseconds'),
  dateFromDays: (days) => dateText(days),
  stringFromBytes: (bytes) => textOfBytes(bytes),
  jsonFromBytes: (bytes) => textOfBytes(bytes),
  geometryFromBytes: (bytes) => bytes,
  geographyFromBytes: (bytes) => bytes,
  uuidFromBytes: (bytes) =>
    Buffer.from(bytes)
      .toString('hex')
      .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
};

function isDecimal({ converted_type, logical_type }: SchemaElement): boolean {
  return converted_type === 'DECIMAL' || logical_type?.type === 'DECIMAL';
}

/** The metadata as if decimals were plain numbers: the reader would make floating-point numbers of them. */
export function withoutDecimals(metadata: FileMetaData): FileMetaData {
  const schema = metadata.schema.map((element) => {
    if (!isDecimal(element)) return element;
    const { converted_type: _converted, logical_type: _logical, ...plain } = element;
    return plain;
  });
  return { ...metadata, schema };
}

/** A whole number as Parquet writes it: most significant byte first, in two's complement. */
function signedInteger(bytes: Uint8Array): bigint {
  if (bytes.length === 0) return 0n;
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${Buffer.from(bytes).toString('hex')}`));
}

function scaleOf({ scale, logical_type }: SchemaElement): number {
  return logical_type?.type === 'DECIMAL' ? logical_type.scale : (scale ?? 0);
}

const timeUnits = { MILLIS: 'milliseconds', MICROS: 'microseconds', NANOS: 'nanoseconds' } as const;

function timeUnitOf({ converted_type, logical_type }: SchemaElement): MomentUnit | null {
  if (logical_type?.type === 'TIME') return timeUnits[logical_type.unit];
  if (converted_type === 'TIME_MILLIS') return 'milliseconds';
  return converted_type === 'TIME_MICROS' ? 'microseconds' : null;
}

/** The shortest digits that are this number among those of four bytes: 0.1 and not 0.10000000149011612. */
function shortestSingle(value: number): string {
  for (let digits = 6; digits < 9; digits += 1) {
    const shorter = Number(value.toPrecision(digits));
    if (Math.fround(shorter) === value) return plainNumber(shorter);
  }
  return plainNumber(Number(value.toPrecision(9)));
}

function whole(value: unknown): bigint | null {
  if (value instanceof Uint8Array) return signedInteger(value);
  if (typeof value === 'bigint') return value;
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : null;
}

function leafValue(element: SchemaElement, value: unknown): CellValue {
  const integer = whole(value);
  if (isDecimal(element) && integer !== null) return decimalText({ units: integer, scale: scaleOf(element) });
  const timeUnit = timeUnitOf(element);
  if (timeUnit !== null && integer !== null) return timeOfDayText(integer, timeUnit);
  if (value instanceof Uint8Array)
    return element.type === 'BYTE_ARRAY' ? textOfBytes(value) : `0x${Buffer.from(value).toString('hex')}`;
  if (typeof value === 'number') return element.type === 'FLOAT' ? shortestSingle(value) : value;
  if (typeof value === 'bigint' || typeof value === 'boolean') return value;
  if (typeof value !== 'string') return null;
  const isMoment = element.logical_type?.type === 'TIMESTAMP' && element.logical_type.isAdjustedToUTC;
  return isMoment && value.includes('T') ? `${value}Z` : value;
}

const isKind = (kind: 'LIST' | 'MAP', { element }: SchemaTree) =>
  element.converted_type === kind || element.logical_type?.type === kind;

/** Whether a part of the schema is a value of its own, to be written as JSON where it has parts. */
export function isWhole(tree: SchemaTree): boolean {
  const { element, children } = tree;
  if (children.length === 0 || element.repetition_type === 'REPEATED') return true;
  return isKind('LIST', tree) || isKind('MAP', tree) || element.logical_type?.type === 'VARIANT';
}

function elementOf(list: SchemaTree): SchemaTree | undefined {
  const [repeated] = list.children;
  return repeated?.children.length === 1 ? repeated.children[0] : repeated;
}

/**
 * A value as the reader hands it over → as a cell holds it. `isElement`: one of a repeated part, not the list itself.
 */
export function cellValueOf(tree: SchemaTree, value: unknown, isElement = false): CellValue {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) {
    const element = isKind('LIST', tree) && !isElement ? elementOf(tree) : tree;
    return value.map((one: unknown) => (element === undefined ? null : cellValueOf(element, one, true)));
  }
  if (tree.children.length === 0) return leafValue(tree.element, value);
  if (typeof value !== 'object') return null;
  const valueTree = isKind('MAP', tree) ? tree.children[0]?.children[1] : undefined;
  const members = Object.entries(value).map(([name, member]: [string, unknown]): [string, CellValue] => {
    const child = valueTree ?? tree.children.find((one) => one.element.name === name);
    return [name, child === undefined ? null : cellValueOf(child, member)];
  });
  return Object.fromEntries(members);
}
