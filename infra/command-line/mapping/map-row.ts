import { hash } from 'node:crypto';
import { CommandError } from '../command-error.ts';
import { type Condition, meets } from './condition.ts';
import {
  type Decimal,
  type DecimalMark,
  decimalText,
  multiplyDecimals,
  parseDecimal,
  withDecimalPoint,
} from './decimal.ts';
import { type LookupTables, noLookups } from './lookup-tables.ts';
import { columnsOf, type EventRule, lookedUpColumns, type Mapping } from './mapping.ts';
import { timeReader } from './time-format.ts';

/** What one row says, read but not yet joined with other rows. */
export type MappedRow = {
  readonly customerId: string;
  /** The account that the row names, or null. */
  readonly accountId: string | null;
  /** The order that the row is a line of, or null. */
  readonly orderKey: string | null;
  /** Which of the mapping's event rules it follows. */
  readonly rule: number;
  readonly timeMs: number;
  /** Money in major units, or null if the mapping knows none. */
  readonly amount: Decimal | null;
  /** Property name → text, or a decimal number as text. Constants are not repeated here. */
  readonly values: Readonly<Record<string, string>>;
  /** Stands for the whole content of the row: exact twins have the same. */
  readonly content: string;
  /** Which of the files it stands in, from 0. */
  readonly file: number;
  readonly line: number;
};

/** `refused`: a rule of the mapping leaves it out. `bad`: it cannot be understood. */
export type RowResult =
  | { readonly kind: 'row'; readonly row: MappedRow }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'bad'; readonly reason: string; readonly detail: string };

export type RowMapper = (cells: readonly string[], line: number) => RowResult;

/** Where the names of the columns come from: for messages, and for the place of a row. */
export type ColumnSource = {
  /** What cannot be done if a column is missing. */
  readonly action: string;
  /** What names the columns. */
  readonly place: string;
  readonly file: number;
};

/** Longest order key, in characters: it becomes part of an event id. */
const maximumOrderKeyLength = 80;

class BadCell extends Error {
  readonly reason: string;
  constructor(reason: string, detail: string) {
    super(detail);
    this.reason = reason;
  }
}

function shown(cell: string): string {
  return JSON.stringify(cell.length > 60 ? `${cell.slice(0, 60)}…` : cell);
}

/** The cells of a row by their columns, and how its numbers are written. */
type Cells = {
  readonly textOf: (column: string) => string;
  readonly mark: DecimalMark;
  /** Whether the mapping may say that there are decimal commas. */
  readonly isCsv: boolean;
};

/**
 * Text has no NUL bytes (the file is in another encoding, or damaged), and no halves of characters (JSON can write
 * them).
 */
function refuseBrokenText(cells: readonly string[]): void {
  for (const cell of cells) {
    if (cell.includes('\0'))
      throw new BadCell('NUL byte', `the cell ${shown(cell)} holds a NUL byte, which is no text`);
    if (!cell.isWellFormed()) throw new BadCell('broken text', `the cell ${shown(cell)} holds half a character`);
  }
}

function notANumber(column: string, { textOf, mark, isCsv }: Cells): BadCell {
  const text = textOf(column);
  const what = `column "${column}" is ${shown(text)}, which is not a number`;
  if (mark === ',') return new BadCell('not a number', `${what} with a decimal comma`);
  const isForComma = isCsv && text.includes(',') && withDecimalPoint(text, ',') !== '';
  const advice = isForComma ? '; if it has a decimal comma, say "decimal": "," in the format of the mapping' : '';
  return new BadCell('not a number', `${what}${advice}`);
}

function numberIn(column: string, cells: Cells): Decimal {
  const value = parseDecimal(withDecimalPoint(cells.textOf(column), cells.mark));
  if (value === null) throw notANumber(column, cells);
  return value;
}

function allHold(conditions: readonly Condition[], cells: Cells): boolean {
  return conditions.every((condition) => {
    const answer = meets(condition, cells.textOf(condition.column), cells.mark);
    if (answer !== 'not a number') return answer;
    throw notANumber(condition.column, cells);
  });
}

function idIn({ column, withoutEnding }: Mapping['customer'], { textOf }: Cells): string {
  const text = textOf(column).trim();
  return withoutEnding !== null && text.endsWith(withoutEnding) ? text.slice(0, -withoutEnding.length) : text;
}

function customerIn(mapping: Mapping, cells: Cells): string {
  const id = idIn(mapping.customer, cells);
  if (id !== '') return id;
  const { column } = mapping.customer;
  throw new BadCell('no customer id', `column "${column}" is ${shown(cells.textOf(column))}, which names no customer`);
}

/** An ordinary event may be of no account; one that tells of an account must name it. */
function accountIn(mapping: Mapping, event: EventRule, cells: Cells): string | null {
  if (mapping.account === null) return null;
  const id = idIn(mapping.account, cells);
  if (id !== '') return id;
  if (event.type !== 'group') return null;
  const { column } = mapping.account;
  throw new BadCell('no account id', `column "${column}" is ${shown(cells.textOf(column))}, which names no account`);
}

/** Adds to a row what other files say. A key that they do not have gives empty cells. */
function rowLookup(mapping: Mapping, names: readonly string[], { tables }: LookupTables) {
  const found = mapping.lookups.map((lookup) => {
    const table = tables.get(lookup.name);
    if (table === undefined) throw new Error(`Cannot look things up: the table "${lookup.name}" was not read`);
    return { at: names.indexOf(lookup.on), table, nothing: lookup.take.map(() => '') };
  });
  return (row: readonly string[]): readonly string[] => {
    if (found.length === 0) return row;
    return [...row, ...found.flatMap(({ at, table, nothing }) => table.rows.get(row[at]?.trim() ?? '') ?? nothing)];
  };
}

function orderKeyIn(mapping: Mapping, { textOf }: Cells): string | null {
  if (mapping.order === null) return null;
  const { column } = mapping.order;
  const key = textOf(column).trim();
  if (key !== '' && key.length <= maximumOrderKeyLength) return key;
  const detail = `column "${column}" is ${shown(key)}; the key of an order has 1 to ${maximumOrderKeyLength} characters`;
  throw new BadCell('no order key', detail);
}

function amountIn(mapping: Mapping, cells: Cells): Decimal | null {
  if (mapping.amount === null) return null;
  if ('column' in mapping.amount) return numberIn(mapping.amount.column, cells);
  const [left, right] = mapping.amount.product;
  return multiplyDecimals(numberIn(left, cells), numberIn(right, cells));
}

function valuesIn(event: EventRule, cells: Cells): Record<string, string> {
  const values: [string, string][] = [];
  for (const [name, source] of Object.entries(event.properties)) {
    if (!('column' in source)) continue;
    const isNumber = source.as === 'number';
    values.push([name, isNumber ? decimalText(numberIn(source.column, cells)) : cells.textOf(source.column).trim()]);
  }
  // Members that are defined, not assigned: a property may have any name.
  return Object.fromEntries(values);
}

/**
 * Fits a mapping to the columns that a file has, and to how its numbers are written. Throws if the mapping names a column
 * that the file does not have, or one that it has twice.
 */
export function rowMapper(
  mapping: Mapping,
  own: readonly string[],
  header: ColumnSource,
  mark: DecimalMark = '.',
  lookups: LookupTables = noLookups,
): RowMapper {
  const names = [...own, ...lookedUpColumns(mapping)];
  const withLookups = rowLookup(mapping, own, lookups);
  const positions = new Map<string, number>();
  for (const name of columnsOf(mapping)) {
    const position = names.indexOf(name);
    if (position === -1) {
      const has = own.map((one) => `"${one}"`).join(', ');
      throw new CommandError(
        `${header.action}: the mapping names the column "${name}", which ${header.place} does not have (it has: ${has}); correct the mapping or the file`,
      );
    }
    if (names.includes(name, position + 1)) {
      throw new CommandError(
        `${header.action}: ${header.place} names the column "${name}" twice, and the mapping does not say which; rename one`,
      );
    }
    positions.set(name, position);
  }
  const isCsv = mapping.format.kind === 'csv';
  const readTime = timeReader(mapping.time.format, mapping.time.zone);
  if (readTime === null) {
    const { format, zone } = mapping.time;
    throw new CommandError(`${header.action}: ${format} is no form of a date, or ${zone} no time zone`);
  }

  const timeIn = ({ textOf }: Cells): number => {
    const text = textOf(mapping.time.column);
    const timeMs = readTime(text);
    if (timeMs !== null) return timeMs;
    const detail = `column "${mapping.time.column}" is ${shown(text)}, which is not a date of the form ${mapping.time.format}`;
    throw new BadCell('date does not parse', detail);
  };

  const read = (given: readonly string[], line: number): RowResult => {
    const row = withLookups(given);
    const cells: Cells = { textOf: (column) => row[positions.get(column) ?? -1] ?? '', mark, isCsv };
    refuseBrokenText(row);
    const refusal = mapping.refuse.find((rule) => allHold(rule.when, cells));
    if (refusal !== undefined) return { kind: 'refused', reason: refusal.reason };
    const rule = mapping.events.findIndex((event) => allHold(event.when, cells));
    const event = mapping.events[rule];
    if (event === undefined) return { kind: 'refused', reason: 'no event of the mapping fits' };
    const mapped: MappedRow = {
      customerId: customerIn(mapping, cells),
      accountId: accountIn(mapping, event, cells),
      orderKey: orderKeyIn(mapping, cells),
      rule,
      timeMs: timeIn(cells),
      amount: event.amount === null ? null : amountIn(mapping, cells),
      values: valuesIn(event, cells),
      content: hash('sha256', given.join('\u001f'), 'base64url').slice(0, 22),
      file: header.file,
      line,
    };
    return { kind: 'row', row: mapped };
  };

  return (cells, line) => {
    try {
      return read(cells, line);
    } catch (error) {
      if (error instanceof BadCell) return { kind: 'bad', reason: error.reason, detail: error.message };
      throw error;
    }
  };
}
