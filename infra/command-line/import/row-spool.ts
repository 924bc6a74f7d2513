import { hash } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import type { MappedRow } from '../mapping/map-row.ts';

/** About how many bytes of the file one partition stands for; a partition is worked on in memory as a whole. */
const bytesPerPartition = 16 * 1024 * 1024;
const maximumPartitions = 256;

/** How far a gzip file may be expected to grow. */
const gzipGrowth = 12;

/** Bytes that a partition collects before they are written. */
const bufferedCharacters = 128 * 1024;

const spooledRow = z.tuple([
  z.string(),
  z.string().nullable(),
  z.int(),
  z.int(),
  z.tuple([z.string().transform(BigInt), z.int()]).nullable(),
  z.record(z.string(), z.string()),
  z.string(),
  z.int(),
]);

/** How many partitions a file is spread over: the same for the same file. */
export function partitionCount(file: { bytes: number; isGzip: boolean }): number {
  const textBytes = file.bytes * (file.isGzip ? gzipGrowth : 1);
  return Math.min(maximumPartitions, Math.max(1, Math.ceil(textBytes / bytesPerPartition)));
}

function encode(row: MappedRow): string {
  const amount = row.amount === null ? null : [row.amount.units.toString(), row.amount.scale];
  const { customerId, orderKey, rule, timeMs, values, content, line } = row;
  return `${JSON.stringify([customerId, orderKey, rule, timeMs, amount, values, content, line])}\n`;
}

function decode(text: string): MappedRow {
  const [customerId, orderKey, rule, timeMs, amount, values, content, line] = spooledRow.parse(JSON.parse(text));
  return {
    customerId,
    orderKey,
    rule,
    timeMs,
    amount: amount === null ? null : { units: amount[0], scale: amount[1] },
    values,
    content,
    line,
  };
}

/**
 * Rows set aside on disk between the check of a file and its sending, spread by customer: all rows of a customer, of an
 * order and all twins of a row lie in one partition. So only one partition has to be in memory at a time.
 */
export class RowSpool {
  readonly partitions: number;
  readonly #directory: string;
  readonly #files: number[] = [];
  readonly #buffers: string[] = [];

  constructor(partitions: number) {
    this.partitions = partitions;
    this.#directory = mkdtempSync(join(tmpdir(), 'holdfast-import-'));
    for (let index = 0; index < partitions; index += 1) {
      this.#files.push(openSync(this.#path(index), 'w', 0o600));
      this.#buffers.push('');
    }
  }

  #path(partition: number): string {
    return join(this.#directory, `${partition}.jsonl`);
  }

  #flush(partition: number): void {
    const file = this.#files[partition];
    const text = this.#buffers[partition] ?? '';
    if (file === undefined || text === '') return;
    const bytes = Buffer.from(text, 'utf8');
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
    this.#buffers[partition] = '';
  }

  /** Sets one row aside. */
  add(row: MappedRow): void {
    const digest = hash('sha256', row.customerId, 'hex').slice(0, 8);
    const partition = Number.parseInt(digest, 16) % this.partitions;
    const text = (this.#buffers[partition] ?? '') + encode(row);
    this.#buffers[partition] = text;
    if (text.length > bufferedCharacters) this.#flush(partition);
  }

  /** The rows of one partition, in the order of the file. */
  rows(partition: number): MappedRow[] {
    this.#flush(partition);
    const text = readFileSync(this.#path(partition), 'utf8');
    return text.split('\n').flatMap((line) => (line === '' ? [] : [decode(line)]));
  }

  /** Takes everything off the disk again. */
  remove(): void {
    for (const file of this.#files.splice(0)) closeSync(file);
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
