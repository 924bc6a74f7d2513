import { hash } from 'node:crypto';
import { appendFileSync, closeSync, existsSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** About how many bytes one partition should hold. */
const bytesPerPartition = 16 * 1024 * 1024;
const maximumPartitions = 1_024;

/** How far an object of the archive may be expected to grow. */
const gzipGrowth = 12;

/** Characters that a partition collects before they are written. */
const bufferedCharacters = 32 * 1024;

const pieceBytes = 256 * 1024;
const lineBreak = 0x0a;

/** How many partitions an archive of so many compressed bytes is spread over. */
export function partitionsFor(compressedBytes: number): number {
  const partitions = Math.ceil((compressedBytes * gzipGrowth) / bytesPerPartition);
  return Math.min(maximumPartitions, Math.max(1, partitions));
}

/** Cuts a file into lines, one piece of it in memory at a time. */
function* linesOfFile(path: string): Generator<string> {
  const file = openSync(path, 'r');
  const piece = Buffer.alloc(pieceBytes);
  let rest: Buffer[] = [];
  try {
    for (let read = readSync(file, piece); read > 0; read = readSync(file, piece)) {
      let from = 0;
      for (let at = piece.indexOf(lineBreak); at !== -1 && at < read; at = piece.indexOf(lineBreak, from)) {
        yield Buffer.concat([...rest, piece.subarray(from, at)]).toString('utf8');
        rest = [];
        from = at + 1;
      }
      rest.push(Buffer.from(piece.subarray(from, read)));
    }
  } finally {
    closeSync(file);
  }
}

/**
 * Values set aside on disk, in streams, spread by a key: all values of a key lie in one partition, in the order in
 * which they were added. So only what is kept of one partition has to be in memory at a time, and its values can be
 * read again and again.
 */
export class EventSpool<Stream extends string> {
  readonly partitions: number;
  readonly #directory = mkdtempSync(join(tmpdir(), 'holdfast-replay-'));
  readonly #buffers = new Map<string, string>();

  constructor(partitions: number) {
    this.partitions = partitions;
  }

  #path(stream: Stream, partition: number): string {
    return join(this.#directory, `${stream}-${partition}.jsonl`);
  }

  #flush(path: string): void {
    const text = this.#buffers.get(path) ?? '';
    if (text === '') return;
    appendFileSync(path, text, { mode: 0o600 });
    this.#buffers.set(path, '');
  }

  /** Where the values of a key lie. */
  partitionOf(key: string): number {
    return Number.parseInt(hash('sha256', key, 'hex').slice(0, 8), 16) % this.partitions;
  }

  add(stream: Stream, key: string, value: unknown): void {
    const path = this.#path(stream, this.partitionOf(key));
    const text = `${this.#buffers.get(path) ?? ''}${JSON.stringify(value)}\n`;
    this.#buffers.set(path, text);
    if (text.length > bufferedCharacters) this.#flush(path);
  }

  /** The values of one partition, as they come out of `JSON.parse`. */
  *read(stream: Stream, partition: number): Generator<unknown> {
    const path = this.#path(stream, partition);
    this.#flush(path);
    if (!existsSync(path)) return;
    for (const line of linesOfFile(path)) yield JSON.parse(line);
  }

  /** Takes everything off the disk again. */
  remove(): void {
    this.#buffers.clear();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
