import { createHash } from 'node:crypto';
import { CommandError } from '../command-error.ts';
import { type RowMapper, type RowResult, rowMapper } from '../mapping/map-row.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { Progress } from '../progress.ts';
import { ImportTally } from './import-tally.ts';
import { lookAtFile, textOf } from './open-text.ts';
import { type Row, rowsOf } from './read-rows.ts';
import { partitionCount, RowSpool } from './row-spool.ts';

export type PrepareSettings = {
  readonly path: string;
  readonly mapping: Mapping;
  /** Rows that cannot be understood are refused with their reason instead of ending the import. */
  readonly refuseBadRows: boolean;
  readonly signal: AbortSignal;
  readonly progress: Progress;
};

/** A file that was read to its end and understood: its rows on disk, its counts so far, and the hash of its bytes. */
export type PreparedImport = { readonly spool: RowSpool; readonly tally: ImportTally; readonly fileHash: string };

/** What the message of a bad row says to do. */
export const badRowAdvice = 'correct the file, or pass --refuse-bad-rows to leave such rows out';

/** Joins the header's names with the rows after it; a file whose mapping names the columns has no header. */
async function* mappedRows(settings: PrepareSettings, rows: AsyncIterable<Row>): AsyncGenerator<[Row, RowResult]> {
  const { path, mapping } = settings;
  const action = `Cannot import ${path}`;
  let names: readonly string[] | null = null;
  let map: RowMapper | null = null;
  for await (const row of rows) {
    if (map === null || names === null) {
      const isHeader = mapping.columns === 'first line';
      names = mapping.columns === 'first line' ? row.cells.map((cell) => cell.trim()) : mapping.columns;
      map = rowMapper(mapping, names, {
        action,
        place: isHeader ? `line ${row.line}` : 'the mapping\'s own "columns"',
      });
      if (isHeader) continue;
    }
    if (row.cells.length !== names.length) {
      throw new CommandError(
        `${action}: line ${row.line} has ${row.cells.length} cells, the columns are ${names.length} (${names.join(', ')}); correct the line, or "format" and "columns" in the mapping`,
      );
    }
    yield [row, map(row.cells, row.line)];
  }
  if (names === null) throw new CommandError(`${action}: the file is empty`);
}

function take(
  settings: PrepareSettings,
  prepared: { spool: RowSpool; tally: ImportTally },
  row: Row,
  result: RowResult,
) {
  const { spool, tally } = prepared;
  tally.rowsRead += 1;
  if (result.kind === 'row') spool.add(result.row);
  else if (result.kind === 'refused') tally.refuse(result.reason, 1, row.line, row.cells.join(' | '));
  else if (settings.refuseBadRows) tally.refuse(result.reason, 1, row.line, result.detail);
  else throw new CommandError(`Cannot import ${settings.path}: line ${row.line}: ${result.detail}; ${badRowAdvice}`);
}

/**
 * Reads a whole file and understands every row before anything is sent, in memory that does not grow with the file. The
 * caller must take the spool off the disk. Throws, naming the line and the value, at the first thing that is wrong.
 */
export async function prepareImport(settings: PrepareSettings): Promise<PreparedImport> {
  const { path, mapping, progress, signal } = settings;
  const file = await lookAtFile(path);
  const hash = createHash('sha256');
  const prepared = { spool: new RowSpool(partitionCount(file)), tally: new ImportTally() };
  progress.begin('Checking', 'bytes', file.bytes);
  try {
    const text = textOf(path, file, mapping.encoding, { hash, onBytes: (bytes) => progress.advance(bytes) });
    for await (const [row, result] of mappedRows(settings, rowsOf(text, mapping.format, path))) {
      if (signal.aborted) throw new CommandError(`Cannot finish importing ${path}: interrupted; nothing was sent`);
      take(settings, prepared, row, result);
    }
  } catch (error) {
    prepared.spool.remove();
    throw error;
  } finally {
    progress.end();
  }
  return { ...prepared, fileHash: hash.digest('hex') };
}
