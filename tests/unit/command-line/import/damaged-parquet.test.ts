import { readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { ColumnSource } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { boundedReader } from '#infra/command-line/import/bounded-reader.ts';
import { mappingSchema } from '#infra/command-line/mapping/mapping.ts';
import { scratchDirectory } from '../scratch-directory.ts';
import { singles } from '../shop-mapping.ts';
import { importInto, RecordingQueue } from './import-harness.ts';
import { type ParquetOptions, parquetBytes, readParquet } from './parquet-files.ts';

const scratch = scratchDirectory();

function parquet(name: string, columns: ColumnSource[], options?: ParquetOptions): string {
  return scratch.file(name, parquetBytes(columns, options));
}

describe('openParquet of damaged files', () => {
  test('openParquet says that a file is damaged, wherever it is', async () => {
    const path = parquet(
      'whole.parquet',
      [{ name: 'who', data: Array.from({ length: 500 }, (_, index) => `person ${index}`), type: 'STRING' }],
      { codec: 'UNCOMPRESSED' },
    );
    const whole = readFileSync(path);
    const cases = [
      whole.subarray(0, whole.length - 30),
      whole.subarray(0, 4),
      Buffer.concat([Buffer.from('PAR1'), Buffer.alloc(100), Buffer.from('PAR1')]),
      Buffer.from(whole).fill(0xff, 4, 60),
      Buffer.from(whole).fill(0xff, whole.length - 100, whole.length - 20),
    ];
    for (const [index, bytes] of cases.entries()) {
      const damaged = scratch.file(`damaged-${index}.parquet`, bytes);
      await expect(readParquet(damaged), `case ${index}`).rejects.toThrow(
        `Cannot import ${damaged}: the Parquet file cannot be read (`,
      );
    }
  });

  test('openParquet survives damaged bytes: rows or a message, never a crash, nor a reading without end', async () => {
    const path = parquet('fuzz.parquet', [
      { name: 'who', data: ['ann', 'bob', 'cy'], type: 'STRING' },
      { name: 'n', data: [1, 2, 3], type: 'INT32' },
    ]);
    const whole = readFileSync(path);
    const damaged = join(scratch.path, 'fuzzed.parquet');
    for (let at = 4; at < whole.length; at += 13) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 0x55;
      writeFileSync(damaged, bytes);
      const outcome = await readParquet(damaged, 500).then(
        () => 'rows',
        (error: unknown) => String(error),
      );
      if (outcome !== 'rows')
        expect(outcome).toMatch(/^CommandError: Cannot import .*fuzzed\.parquet: the Parquet file/);
    }
  });
});

describe('runImport of Parquet', () => {
  const rows = [
    ['ann', '2020-01-02', '1.50'],
    ['bob', '2020-01-03', '0'],
    ['ann', '2020-01-02', '1.50'],
  ] as const;
  const columns = ['who', 'when', 'paid'].map(
    (name, index): ColumnSource => ({ name, data: rows.map((row) => row[index]), type: 'STRING' }),
  );
  const idsOf = async (path: string, mapping = singles) => {
    const queue = new RecordingQueue();
    await importInto(path, mapping, queue, scratch.path, { again: true });
    return queue.events.map((event) => event.id);
  };

  test('runImport gives the rows of a Parquet file the ids that they have in a CSV', async () => {
    const csv = scratch.file('same.csv', ['who;when;paid', ...rows.map((row) => row.join(';'))].join('\n'));
    expect(await idsOf(parquet('same.parquet', columns))).toEqual(await idsOf(csv));
  });

  test('runImport takes a mapping of the kind parquet, and refuses another file under it', async () => {
    const mapping = mappingSchema.parse({ ...singles, format: { kind: 'parquet' } });
    expect(await idsOf(parquet('kind.parquet', columns), mapping)).toHaveLength(3);
    const csv = scratch.file('no.parquet', 'who;when;paid\n');
    await expect(idsOf(csv, mapping)).rejects.toThrow(
      `Cannot import ${csv}: it is no Parquet file (it does not begin with PAR1)`,
    );
  });

  test('runImport names a column that the Parquet file lacks', async () => {
    const path = parquet('lacks.parquet', columns.slice(0, 2));
    await expect(idsOf(path)).rejects.toThrow(
      `Cannot import ${path}: the mapping names the column "paid", which the Parquet file does not have (it has: "who", "when")`,
    );
  });
});

test('boundedReader refuses parts that the file does not have, and parts that are too large for memory', async () => {
  const path = scratch.file('bytes', Buffer.from('0123456789'));
  const handle = await open(path, 'r');
  try {
    const reader = boundedReader(handle, 10, 4);
    expect(Buffer.from(await reader.slice(2, 5)).toString()).toBe('234');
    await expect(reader.slice(8, 12)).rejects.toThrow('it names bytes 8 to 12, which it does not have');
    await expect(reader.slice(5, 2)).rejects.toThrow('it names bytes 5 to 2');
    await expect(reader.slice(0, 8)).rejects.toThrow('MB fit in memory; write it with smaller row groups or pages');
    await expect(boundedReader(handle, 20).slice(8, 20)).rejects.toThrow('it is cut off');
  } finally {
    await handle.close();
  }
});
