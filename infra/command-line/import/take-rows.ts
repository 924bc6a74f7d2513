import { customerOf } from '#domain/profile/customer-of.ts';
import { CommandError } from '../command-error.ts';
import type { DecimalMark } from '../mapping/decimal.ts';
import type { LookupTables } from '../mapping/lookup-tables.ts';
import { type RowMapper, rowMapper } from '../mapping/map-row.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { Row } from './read-rows.ts';
import type { RowText } from './row-text.ts';
import type { Taken } from './taken.ts';

/** Longest text of a refused row that is shown as an example, in characters. */
const maximumShownLength = 500;

/** A table of one file: its rows piece by piece, and the names of its columns, or null if the first row says them. */
export type Table = {
  readonly names: readonly string[] | null;
  /** What names the columns, for messages. */
  readonly place: string;
  /** How its numbers are written. */
  readonly decimal: DecimalMark;
  readonly rows: AsyncIterable<readonly Row[]>;
  /** Lets go of what stays open, however far the rows were read. */
  readonly close: () => Promise<void>;
};

export type TakeSettings = {
  readonly path: string;
  /** The number of the file, from 0. */
  readonly file: number;
  readonly mapping: Mapping;
  readonly lookups: LookupTables;
  readonly text: RowText;
};

/** A row on one line, cut short. */
function shownRow(cells: readonly string[]): string {
  const text = cells.join(' | ');
  return text.length > maximumShownLength ? `${text.slice(0, maximumShownLength)}…` : text;
}

const trimmed = (names: readonly string[]) => names.map((name) => name.trim());

function takeRow(settings: TakeSettings, names: readonly string[], map: RowMapper, { cells, line }: Row): Taken {
  if (cells.length !== names.length) {
    const shown = names.slice(0, 40).join(', ');
    const detail = `it has ${cells.length} cells, the columns are ${names.length} (${shown})`;
    return { kind: 'bad', reason: 'wrong number of cells', detail, line };
  }
  const result = map(cells, line);
  if (result.kind === 'refused') return { kind: 'refused', reason: result.reason, detail: shownRow(cells), line };
  if (result.kind === 'bad') return { kind: 'bad', reason: result.reason, detail: result.detail, line };
  const { customerId } = result.row;
  if (customerOf({ userId: customerId, anonymousId: null }) === null) {
    const detail = `${JSON.stringify(customerId)} stands for no customer: ${shownRow(cells)}`;
    return { kind: 'refused', reason: 'no customer', detail, line };
  }
  return { kind: 'kept', customerId, text: settings.text.write(result.row), line };
}

async function* understood(settings: TakeSettings, table: Table): AsyncGenerator<Taken[]> {
  const { path, file, mapping } = settings;
  const action = `Cannot import ${path}`;
  const fitColumns = (names: readonly string[], place: string) => ({
    names,
    map: rowMapper(mapping, names, { action, place, file }, table.decimal, settings.lookups),
  });
  let fitted: { names: readonly string[]; map: RowMapper } | null = null;
  if (table.names !== null) fitted = fitColumns(table.names, table.place);
  for await (const rows of table.rows) {
    const taken: Taken[] = [];
    for (const row of rows) {
      if (fitted !== null) taken.push(takeRow(settings, fitted.names, fitted.map, row));
      else fitted = fitColumns(trimmed(row.cells), `line ${row.line}`);
    }
    yield taken;
  }
  if (fitted === null) throw new CommandError(`${action}: the file is empty`);
}

/** Understands the rows of one file, piece by piece. Throws if the file lacks a column that the mapping names. */
export async function* takeRows(settings: TakeSettings, table: Table): AsyncGenerator<Taken[]> {
  try {
    yield* understood(settings, table);
  } finally {
    await table.close();
  }
}
