import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod';
import { messageOf } from '../command-error.ts';
import { openParquetRows } from './parquet-rows.ts';

/** What the thread says: first the columns, then for each question some rows, and at last that there are no more. */
export type ParquetAnswer =
  | { readonly kind: 'columns'; readonly names: readonly string[]; readonly count: number }
  | { readonly kind: 'rows'; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'end' }
  | { readonly kind: 'failed'; readonly message: string };

const fileSchema = z.strictObject({ path: z.string(), bytes: z.int() });

/** A thread that reads one Parquet file: so that a damaged one can be given up, whatever reading it does. */
async function answerQuestions(): Promise<void> {
  const { path, bytes } = fileSchema.parse(workerData);
  const port = parentPort;
  if (port === null) throw new Error('Cannot read a Parquet file: this program is no thread');
  const answer = (one: ParquetAnswer) => port.postMessage(one);
  const asked = () => new Promise<void>((resolve) => port.once('message', () => resolve()));
  try {
    const file = await openParquetRows(path, bytes);
    answer({ kind: 'columns', names: file.names, count: file.count });
    await asked();
    for await (const rows of file.slices) {
      answer({ kind: 'rows', rows });
      await asked();
    }
    await file.close();
    answer({ kind: 'end' });
  } catch (error) {
    answer({ kind: 'failed', message: messageOf(error) });
  }
}

await answerQuestions();
