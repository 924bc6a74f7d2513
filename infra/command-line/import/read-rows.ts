import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { CommandError, messageOf } from '../command-error.ts';
import type { Mapping } from '../mapping/mapping.ts';

/** A row as it stands in the file, and the line (from 1) on which it begins. */
export type Row = { readonly cells: readonly string[]; readonly line: number };

/** Longest row, in bytes: a quote that is never closed must not swallow the file. */
const maximumRowBytes = 1024 * 1024;

/** Longest quotation from the file in a message, in characters. */
const shownLength = 80;

function lineBreaksIn(cells: readonly string[]): number {
  let breaks = 0;
  for (const cell of cells) if (cell.includes('\n')) breaks += cell.split('\n').length - 1;
  return breaks;
}

async function* csvRows(
  text: AsyncIterable<string>,
  format: Extract<Mapping['format'], { kind: 'csv' }>,
  path: string,
): AsyncGenerator<Row> {
  let nextLine = 1;
  /** Where the rows begin that the parser has cut off and the loop below has not taken yet. */
  const lines: number[] = [];
  const parser = parse({
    delimiter: format.delimiter,
    quote: format.quote ?? false,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: maximumRowBytes,
    on_record: (cells, context) => {
      nextLine = context.lines + 1;
      lines.push(context.lines - lineBreaksIn(cells));
      return cells;
    },
  });
  // The callback has nothing to do: an error ends `parser`, and the loop below gets it.
  pipeline(Readable.from(text), parser, () => {});
  try {
    for await (const cells of parser) yield { cells, line: lines.shift() ?? nextLine };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new CommandError(
      `Cannot import ${path}: the row that begins at line ${nextLine} is broken (${messageOf(error)}); correct the line, or "quote" in the mapping`,
    );
  }
}

async function* lines(text: AsyncIterable<string>, path: string): AsyncGenerator<Row> {
  let rest = '';
  let line = 1;
  for await (const piece of text) {
    const found = (rest + piece).split('\n');
    rest = found.pop() ?? '';
    if (rest.length > maximumRowBytes) {
      const start = JSON.stringify(rest.slice(0, shownLength));
      throw new CommandError(
        `Cannot import ${path}: line ${line + found.length} is longer than ${maximumRowBytes} characters: ${start}…`,
      );
    }
    for (const one of found) {
      yield { cells: [one], line };
      line += 1;
    }
  }
  yield { cells: [rest], line };
}

async function* whitespaceRows(text: AsyncIterable<string>, path: string): AsyncGenerator<Row> {
  for await (const { cells, line } of lines(text, path)) {
    const trimmed = (cells[0] ?? '').trim();
    if (trimmed !== '') yield { cells: trimmed.split(/\s+/), line };
  }
}

/** Cuts a text into rows, whole and in order; empty lines are passed over. Throws, naming the line, where it is broken. */
export function rowsOf(text: AsyncIterable<string>, format: Mapping['format'], path: string): AsyncGenerator<Row> {
  return format.kind === 'csv' ? csvRows(text, format, path) : whitespaceRows(text, path);
}
