import { expect, test } from 'vitest';
import { type Mapping, mappingSchema } from '#infra/command-line/mapping/mapping.ts';
import { scratchDirectory } from '../scratch-directory.ts';
import { singles } from '../shop-mapping.ts';
import { importInto, RecordingQueue } from './import-harness.ts';
import { parquetBytes } from './parquet-files.ts';

const scratch = scratchDirectory();

const comma: Mapping = mappingSchema.parse({
  ...singles,
  format: { kind: 'csv', delimiter: ';', decimal: ',' },
});

const totalsOf = ({ events }: RecordingQueue) => events.map(({ properties }) => properties['total']).toSorted();

test('runImport reads decimal commas and thousands of a CSV file', async () => {
  const path = scratch.file('shop.csv', 'who;when;paid\nann;2020-01-02;1.234,50\nbob;2020-01-03;7\n');
  const queue = new RecordingQueue();
  await importInto(path, comma, queue, scratch.path);
  expect(totalsOf(queue)).toEqual([1234.5, 7]);
});

test('runImport reads the numbers of a Parquet file as they are, though the mapping says that a CSV has commas', async () => {
  const columns = [
    { name: 'who', data: ['ann', 'bob'], type: 'STRING' as const },
    { name: 'when', data: ['2020-01-02', '2020-01-03'], type: 'STRING' as const },
    { name: 'paid', data: [1.234, 7.5], type: 'DOUBLE' as const },
  ];
  const path = scratch.file('shop.parquet', parquetBytes(columns));
  const queue = new RecordingQueue();
  await importInto(path, comma, queue, scratch.path);
  expect(totalsOf(queue)).toEqual([1.23, 7.5]);
});
