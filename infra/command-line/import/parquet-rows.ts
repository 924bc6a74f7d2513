import { open } from 'node:fs/promises';
import {
  type AsyncBuffer,
  type FileMetaData,
  type ParquetScan,
  parquetMetadataAsync,
  parquetScan,
  parquetSchema,
  type RowGroup,
  type SchemaTree,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { type CellValue, cellText } from '../mapping/cell-text.ts';
import { boundedReader } from './bounded-reader.ts';
import { isFlat, ParquetColumn } from './parquet-column.ts';
import { cellValueOf, exactParsers, isWhole, withoutDecimals } from './parquet-values.ts';

/** Cells that are in memory at a time. */
const cellsAtATime = 32_768;

/** Most rows at a time, however few columns there are. */
const rowsAtATime = 4_096;

/** One cell of a row: a column of the file, and the way into its value. */
type Cell = { readonly name: string; readonly column: string; readonly path: readonly SchemaTree[] };

/** The cells under a part of the schema: a member of a struct is a cell such as `customer.id`. */
function cellsUnder(tree: SchemaTree, path: readonly SchemaTree[]): Cell[] {
  const way = [...path, tree];
  if (!isWhole(tree)) return tree.children.flatMap((child) => cellsUnder(child, way));
  const names = way.map((one) => one.element.name);
  return [{ name: names.join('.'), column: names[0] ?? '', path: way }];
}

function textOf({ path }: Cell, value: unknown): string {
  let found: unknown = value;
  for (const [depth, tree] of path.entries()) {
    const last = depth === path.length - 1;
    if (last) return cellText(cellValueOf(tree, found));
    const next: CellValue | undefined = path[depth + 1]?.element.name;
    if (typeof found !== 'object' || found === null || typeof next !== 'string') return '';
    found = Object.entries(found).find(([name]) => name === next)?.[1];
  }
  return '';
}

/** Where a file lies open, and what is known of it. */
type OpenParquet = {
  readonly file: AsyncBuffer;
  readonly root: SchemaTree;
  readonly metadata: FileMetaData;
  readonly scan: ParquetScan;
};

/** Values of a column, from row to row: rows are asked for one after the other. */
type ColumnReader = (rowStart: number, rowEnd: number) => Promise<ArrayLike<unknown>>;

/** How a column of a row group is read: page by page where it is flat, otherwise with all its parts at once. */
function columnReader(open: OpenParquet, group: RowGroup, column: string): ColumnReader {
  const tree = open.root.children.find((child) => child.element.name === column);
  const chunk = group.columns.find((one) => one.meta_data?.path_in_schema.join('.') === column)?.meta_data;
  if (tree === undefined || chunk === undefined || !isFlat(tree)) {
    return (rowStart, rowEnd) => open.scan.readColumn({ column, rowStart, rowEnd });
  }
  const flat = new ParquetColumn(open.file, open.root, tree, chunk, Number(group.num_rows));
  return (rowStart, rowEnd) => flat.take(rowEnd - rowStart);
}

async function* slicesOf(open: OpenParquet, cells: readonly Cell[]): AsyncGenerator<string[][]> {
  const columns = [...new Set(cells.map((cell) => cell.column))];
  const atATime = Math.max(1, Math.min(rowsAtATime, Math.floor(cellsAtATime / Math.max(1, columns.length))));
  let groupStart = 0;
  for (const group of open.metadata.row_groups) {
    const readers = new Map(columns.map((column) => [column, columnReader(open, group, column)]));
    const groupEnd = groupStart + Number(group.num_rows);
    for (let rowStart = groupStart; rowStart < groupEnd; rowStart += atATime) {
      const rowEnd = Math.min(groupEnd, rowStart + atATime);
      const values = new Map<string, ArrayLike<unknown>>();
      for (const [column, read] of readers) values.set(column, await read(rowStart, rowEnd));
      const rows: string[][] = Array.from({ length: rowEnd - rowStart }, () => []);
      for (const cell of cells) {
        const column = values.get(cell.column);
        if (column?.length !== rows.length) {
          throw new Error(`the column "${cell.column}" has ${column?.length} of ${rows.length} rows`);
        }
        for (const [index, row] of rows.entries()) row.push(textOf(cell, column[index]));
      }
      yield rows;
    }
    groupStart = groupEnd;
  }
}

function cellsOf(metadata: FileMetaData): Cell[] {
  return parquetSchema(metadata).children.flatMap((child) => cellsUnder(child, []));
}

/**
 * What a Parquet file holds: the names of its cells, how many rows there are, and the rows as texts, some at a time.
 */
export type ParquetRows = {
  readonly names: readonly string[];
  readonly count: number;
  readonly slices: AsyncIterable<string[][]>;
};

/**
 * Opens a Parquet file of so many bytes; `close` when done. Every cell is exact text, as a CSV would have it. Throws
 * where the file is damaged, as far as that can be told: some damage makes reading it endless.
 */
export async function openParquetRows(
  path: string,
  bytes: number,
): Promise<ParquetRows & { close: () => Promise<void> }> {
  const handle = await open(path, 'r');
  const close = () => handle.close();
  try {
    const file = boundedReader(handle, bytes);
    const metadata = await parquetMetadataAsync(file, { geoparquet: false });
    const cells = cellsOf(metadata);
    const exact = withoutDecimals(metadata);
    const scan = await parquetScan({ file, metadata: exact, parsers: exactParsers, compressors, utf8: false });
    const count = metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
    if (BigInt(count) !== metadata.num_rows) {
      throw new Error(`it says that it has ${metadata.num_rows} rows, and has ${count}`);
    }
    const slices = slicesOf({ file, root: parquetSchema(exact), metadata: exact, scan }, cells);
    return { names: cells.map((cell) => cell.name), count, slices, close };
  } catch (error) {
    await close();
    throw error;
  }
}
