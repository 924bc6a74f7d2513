import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { SchemaElement } from 'hyparquet';
import type { ColumnSource } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { scratchDirectory } from '../scratch-directory.ts';
import { type ParquetOptions, parquetBytes, readParquet } from './parquet-files.ts';

const scratch = scratchDirectory();

function parquet(name: string, columns: ColumnSource[], options?: ParquetOptions): string {
  return scratch.file(name, parquetBytes(columns, options));
}

/** The texts of one column with a schema of its own. */
async function column(element: Omit<SchemaElement, 'name'>, data: ColumnSource['data']): Promise<string[]> {
  const schema: SchemaElement[] = [
    { name: 'root', num_children: 1 },
    { repetition_type: 'OPTIONAL', ...element, name: 'x' },
  ];
  const { rows } = await readParquet(parquet('column.parquet', [{ name: 'x', data }], { schema }));
  return rows.map((row) => row[0] ?? 'nothing');
}

describe('openParquet', () => {
  test('openParquet reads cells as a CSV would have them: texts, numbers, nothing for null', async () => {
    const path = parquet('plain.parquet', [
      { name: 'who', data: ['ann', 'bøb', ''], type: 'STRING' },
      { name: 'count', data: [1, -2, null], type: 'INT32' },
      { name: 'id', data: [9007199254740993n, -9223372036854775808n, null], type: 'INT64' },
      { name: 'price', data: [0.1, 1e-7, 1e21], type: 'DOUBLE' },
      { name: 'single', data: [0.1, 16777216, null], type: 'FLOAT' },
      { name: 'yes', data: [true, false, null], type: 'BOOLEAN' },
    ]);
    const { names, rows, lines, bytes } = await readParquet(path);
    expect(names).toEqual(['who', 'count', 'id', 'price', 'single', 'yes']);
    expect(rows).toEqual([
      ['ann', '1', '9007199254740993', '0.1', '0.1', 'true'],
      ['bøb', '-2', '-9223372036854775808', '0.0000001', '16777216', 'false'],
      ['', '', '', '1000000000000000000000', '', ''],
    ]);
    expect(lines).toEqual([1, 2, 3]);
    expect(bytes).toBeCloseTo(readFileSync(path).length);
  });

  test.each<[string, Omit<SchemaElement, 'name'>, ColumnSource['data'], string[]]>([
    [
      'decimals in 8 bytes',
      { type: 'INT64', converted_type: 'DECIMAL', scale: 2, precision: 18 },
      [900719925474099312n, -5n, null],
      ['9007199254740993.12', '-0.05', ''],
    ],
    [
      'decimals in 4 bytes',
      { type: 'INT32', converted_type: 'DECIMAL', scale: 3, precision: 9 },
      [1005n, 0n],
      ['1.005', '0.000'],
    ],
    [
      'decimals in 16 bytes',
      { type: 'FIXED_LEN_BYTE_ARRAY', type_length: 16, converted_type: 'DECIMAL', scale: 4, precision: 38 },
      [-123456789012345678901234567890n, 10n],
      ['-12345678901234567890123456.7890', '0.0010'],
    ],
    [
      'timestamps in milliseconds',
      { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
      [1577934245006n, -1n, null],
      ['2020-01-02T03:04:05.006', '1969-12-31T23:59:59.999', ''],
    ],
    [
      'timestamps in microseconds of UTC',
      { type: 'INT64', logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' } },
      [1577934245000006n, 1577934245000000n],
      ['2020-01-02T03:04:05.000006Z', '2020-01-02T03:04:05Z'],
    ],
    [
      'timestamps in nanoseconds',
      { type: 'INT64', logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'NANOS' } },
      [1577934245000000007n, 9223372036854775807n],
      ['2020-01-02T03:04:05.000000007', '2262-04-11T23:47:16.854775807'],
    ],
    [
      'timestamps that no calendar has',
      { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
      [9223372036854775807n],
      ['9223372036854775807'],
    ],
    ['days', { type: 'INT32', converted_type: 'DATE' }, [18263, -1, null], ['2020-01-02', '1969-12-31', '']],
    ['times of the day', { type: 'INT32', converted_type: 'TIME_MILLIS' }, [11045006], ['03:04:05.006']],
    [
      'times of the day in microseconds',
      { type: 'INT64', logical_type: { type: 'TIME', isAdjustedToUTC: true, unit: 'MICROS' } },
      [11045000000n],
      ['03:04:05'],
    ],
    [
      'whole numbers without a sign',
      { type: 'INT64', converted_type: 'UINT_64' },
      [18446744073709551615n],
      ['18446744073709551615'],
    ],
    ['small whole numbers without a sign', { type: 'INT32', converted_type: 'UINT_32' }, [4294967295], ['4294967295']],
    [
      'ids of 16 bytes',
      { type: 'FIXED_LEN_BYTE_ARRAY', type_length: 16, logical_type: { type: 'UUID' } },
      ['123e4567-e89b-12d3-a456-426614174000'],
      ['123e4567-e89b-12d3-a456-426614174000'],
    ],
    ['texts that nobody called texts', { type: 'BYTE_ARRAY' }, [new TextEncoder().encode('plain')], ['plain']],
    ['bytes that are no text', { type: 'BYTE_ARRAY' }, [Uint8Array.of(0xff, 0xfe)], ['0xfffe']],
    ['JSON', { type: 'BYTE_ARRAY', converted_type: 'JSON' }, [{ b: 1 }], ['{"b":1}']],
  ])('openParquet reads %s to the last digit', async (_, element, data, texts) => {
    expect(await column(element, data)).toEqual(texts);
  });

  test('openParquet names the members of a struct by their path, and writes lists as JSON', async () => {
    const schema: SchemaElement[] = [
      { name: 'root', num_children: 2 },
      { name: 'customer', num_children: 2, repetition_type: 'OPTIONAL' },
      { name: 'id', type: 'INT64', repetition_type: 'OPTIONAL' },
      { name: 'address', num_children: 1, repetition_type: 'OPTIONAL' },
      { name: 'city', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
      { name: 'prices', num_children: 1, repetition_type: 'OPTIONAL', converted_type: 'LIST' },
      { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
      {
        name: 'element',
        type: 'INT64',
        repetition_type: 'OPTIONAL',
        converted_type: 'DECIMAL',
        scale: 2,
        precision: 18,
      },
    ];
    const customers = [{ id: 9007199254740993n, address: { city: 'Bonn' } }, { id: null, address: null }, null];
    const path = parquet(
      'nested.parquet',
      [
        { name: 'customer', data: customers },
        { name: 'prices', data: [[150n, 25n], [], null] },
      ],
      { schema },
    );
    const { names, rows } = await readParquet(path);
    expect(names).toEqual(['customer.id', 'customer.address.city', 'prices']);
    expect(rows).toEqual([
      ['9007199254740993', 'Bonn', '["1.50","0.25"]'],
      ['', '', '[]'],
      ['', '', ''],
    ]);
  });

  test.each<[string, ParquetOptions]>([
    ['snappy', { codec: 'SNAPPY' }],
    ['gzip', { codec: 'GZIP', compressors: { GZIP: (input) => new Uint8Array(gzipSync(input)) } }],
    ['nothing', { codec: 'UNCOMPRESSED' }],
    ['many small row groups', { rowGroupSize: 700 }],
    ['one large row group of small pages', { rowGroupSize: 1_000_000, pageSize: 1_000 }],
  ])('openParquet reads every row in order from a file packed with %s', async (_, options) => {
    const count = 70_000;
    const path = parquet(
      'large.parquet',
      [
        { name: 'id', data: Array.from({ length: count }, (__, index) => index), type: 'INT32' },
        {
          name: 'country',
          data: Array.from({ length: count }, (__, index) => (index % 10 === 3 ? null : `land ${index % 7}`)),
          type: 'STRING',
        },
        {
          name: 'text',
          data: Array.from({ length: count }, (__, index) => `text ${index}`),
          type: 'STRING',
          encoding: 'PLAIN',
          offsetIndex: false,
        },
      ],
      options,
    );
    const { rows, lines } = await readParquet(path);
    expect(rows.length).toBe(count);
    const wrong = rows.findIndex(
      (row, index) => row.join() !== `${index},${index % 10 === 3 ? '' : `land ${index % 7}`},text ${index}`,
    );
    expect(wrong).toBe(-1);
    expect(lines.at(-1)).toBe(count);
  });
});
