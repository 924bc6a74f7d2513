import { finished } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { CommandError, messageOf } from '../command-error.ts';
import type { Mapping } from '../mapping/mapping.ts';

/** A row as it stands in the file, and the line (from 1) on which it begins. */
export type Row = { readonly cells: readonly string[]; readonly line: number };

/** A line of text and its number, from 1. */
export type TextLine = { readonly text: string; readonly line: number };

/** Formats whose files are text that is cut into rows of cells. */
export type RowFormat = Extract<Mapping['format'], { kind: 'csv' | 'whitespace' }>;

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
  format: Extract<RowFormat, { kind: 'csv' }>,
  path: string,
): AsyncGenerator<Row[]> {
  /** Lines of the rows so far. Counted here: the parser takes a line end of Windows in quotes for two. */
  let lines = 0;
  let rows: Row[] = [];
  const parser = parse({
    delimiter: format.delimiter,
    quote: format.quote ?? false,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: maximumRowBytes,
    on_record: (cells: string[], context) => {
      rows.push({ cells, line: lines + context.empty_lines + 1 });
      lines += 1 + lineBreaksIn(cells);
      // Nothing goes through the stream: rows are handed on by the piece, which is far quicker than one by one.
      return null;
    },
  });
  // Errors come to `finished` and to the callbacks below.
  parser.on('error', () => {}).resume();
  const write = (piece: string) =>
    new Promise<void>((resolve, reject) => {
      parser.write(piece, (error) => (error ? reject(error) : resolve()));
    });
  try {
    for await (const piece of text) {
      if (piece !== '') await write(piece);
      yield rows;
      rows = [];
    }
    parser.end();
    await finished(parser);
    yield rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = lines + parser.info.empty_lines + 1;
    throw new CommandError(
      `Cannot import ${path}: the row that begins at line ${line} is broken (${messageOf(error)}); correct the line, or "quote" in the mapping`,
    );
  } finally {
    parser.destroy();
  }
}

/** Cuts a text into lines, those of a piece at a time. Throws, naming the line, where one has no end. */
export async function* linesOf(text: AsyncIterable<string>, path: string): AsyncGenerator<TextLine[]> {
  let rest = '';
  let line = 1;
  for await (const piece of text) {
    const found = (rest + piece).split('\n');
    rest = found.pop() ?? '';
    const tooLong = [...found, rest].findIndex((one) => one.length > maximumRowBytes);
    if (tooLong !== -1) {
      const start = JSON.stringify((found[tooLong] ?? rest).slice(0, shownLength));
      throw new CommandError(
        `Cannot import ${path}: line ${line + tooLong} is longer than ${maximumRowBytes} characters: ${start}…`,
      );
    }
    yield found.map((one, index) => ({ text: one, line: line + index }));
    line += found.length;
  }
  yield [{ text: rest, line }];
}

async function* whitespaceRows(text: AsyncIterable<string>, path: string): AsyncGenerator<Row[]> {
  for await (const lines of linesOf(text, path)) {
    yield lines.flatMap(({ text: one, line }) => {
      const trimmed = one.trim();
      return trimmed === '' ? [] : [{ cells: trimmed.split(/\s+/), line }];
    });
  }
}

/**
 * Cuts a text into rows, whole and in order, those of a piece at a time; empty lines are passed over. Throws, naming
 * the line, where it is broken.
 */
export function rowsOf(text: AsyncIterable<string>, format: RowFormat, path: string): AsyncGenerator<Row[]> {
  return format.kind === 'csv' ? csvRows(text, format, path) : whitespaceRows(text, path);
}
