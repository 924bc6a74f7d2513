import { createReadStream } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { CommandError, messageOf } from '../command-error.ts';
import type { Meter, OpenedFile } from './open-text.ts';
import type { ParquetAnswer } from './parquet-thread.ts';
import type { Row } from './read-rows.ts';
import type { Table } from './take-rows.ts';

/** How long some rows may take; damaged bytes can make the reading of a file endless. */
const patienceSeconds = 60;

/** Most megabytes of objects that reading a file may need. */
const threadMegabytes = 128;

/** A thread that reads a file, and is asked for one answer at a time. */
class ParquetReader {
  readonly #worker: Worker;
  readonly #patienceMs: number;
  #settle: ((answer: ParquetAnswer) => void) | null = null;

  constructor(path: string, bytes: number, patienceMs: number) {
    this.#patienceMs = patienceMs;
    this.#worker = new Worker(new URL('./parquet-thread.ts', import.meta.url), {
      workerData: { path, bytes },
      resourceLimits: { maxOldGenerationSizeMb: threadMegabytes, maxYoungGenerationSizeMb: 8 },
    });
    this.#worker.on('message', (answer: ParquetAnswer) => this.#settle?.(answer));
    this.#worker.on('error', (error) => this.#settle?.({ kind: 'failed', message: messageOf(error) }));
  }

  /** The next answer; `failed` if it does not come in time. */
  answer(): Promise<ParquetAnswer> {
    return new Promise((resolve) => {
      const message = `it does not come to an end within ${this.#patienceMs / 1000} s, so it is likely damaged`;
      const timer = setTimeout(() => resolve({ kind: 'failed', message }), this.#patienceMs);
      this.#settle = (answer) => {
        clearTimeout(timer);
        resolve(answer);
      };
    });
  }

  ask(): Promise<ParquetAnswer> {
    const answer = this.answer();
    this.#worker.postMessage('next');
    return answer;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}

async function hashFile(path: string, meter: Meter): Promise<void> {
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) meter.hash.update(chunk);
}

/**
 * Opens a Parquet file as the table that a CSV of it would be: every cell as exact text, times in ISO 8601, nothing
 * for null, JSON for lists and maps, and the number of a row for its line. Rows are read a few at a time, whatever
 * the size of the file and of its row groups. Throws where it is damaged.
 */
export async function openParquet(
  path: string,
  file: OpenedFile,
  meter: Meter,
  patienceMs = patienceSeconds * 1000,
): Promise<Table> {
  const unreadable = (message: string) =>
    new CommandError(`Cannot import ${path}: the Parquet file cannot be read (${message})`);
  await hashFile(path, meter);
  const reader = new ParquetReader(path, file.bytes, patienceMs);
  const first = await reader.answer();
  if (first.kind !== 'columns') {
    await reader.end();
    throw unreadable(first.kind === 'failed' ? first.message : 'it has no columns');
  }
  const rows = async function* (): AsyncGenerator<Row[]> {
    let line = 1;
    for (;;) {
      const answer = await reader.ask();
      if (answer.kind === 'failed') throw unreadable(answer.message);
      if (answer.kind !== 'rows') return;
      const from = line;
      yield answer.rows.map((cells, index) => ({ cells, line: from + index }));
      line += answer.rows.length;
      meter.onBytes((file.bytes * answer.rows.length) / Math.max(1, first.count));
    }
  };
  return { names: first.names, place: 'the Parquet file', decimal: '.', rows: rows(), close: () => reader.end() };
}
