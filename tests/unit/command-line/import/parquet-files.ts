import { createHash } from 'node:crypto';
import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer';
import { lookAtFile } from '#infra/command-line/import/open-text.ts';
import { openParquet } from '#infra/command-line/import/parquet-table.ts';

export type ParquetOptions = Omit<Parameters<typeof parquetWriteBuffer>[0], 'columnData'>;

/** The bytes of a Parquet file with these columns. */
export function parquetBytes(columnData: ColumnSource[], options: ParquetOptions = {}): Uint8Array {
  return new Uint8Array(parquetWriteBuffer({ columnData, ...options }));
}

/** Everything that a Parquet file holds, as an import reads it. */
export async function readParquet(path: string, patienceMs = 60_000) {
  let bytes = 0;
  const meter = {
    hash: createHash('sha256'),
    onBytes: (more: number) => {
      bytes += more;
    },
  };
  const table = await openParquet(path, await lookAtFile(path), meter, patienceMs);
  const rows: (readonly string[])[] = [];
  const lines: number[] = [];
  try {
    for await (const piece of table.rows) {
      for (const row of piece) {
        rows.push(row.cells);
        lines.push(row.line);
      }
    }
  } finally {
    await table.close();
  }
  return { names: table.names, rows, lines, bytes };
}
