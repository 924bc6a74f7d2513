import { hash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { noChunk, ScratchFile } from '../import/scratch-file.ts';

/** About how many bytes one partition should hold. */
const bytesPerPartition = 16 * 1024 * 1024;
const maximumPartitions = 1_024;

/** How far an object of the archive may be expected to grow. */
const gzipGrowth = 12;

/** Characters that a partition collects before they are written. */
const bufferedCharacters = 32 * 1024;

/** How many partitions an archive of so many compressed bytes is spread over. */
export function partitionsFor(compressedBytes: number): number {
  const partitions = Math.ceil((compressedBytes * gzipGrowth) / bytesPerPartition);
  return Math.min(maximumPartitions, Math.max(1, partitions));
}

/** What one stream has in one partition: what waits to be written, and the last chunk of what is. */
type Part = { waiting: string; last: number };

/**
 * Values set aside on disk, in streams, spread by a key: all values of a key lie in one partition, in the order in
 * which they were added. So only what is kept of one partition has to be in memory at a time, and its values can be
 * read again and again. Nothing of it stays on the disk, however the process ends.
 */
export class EventSpool<Stream extends string> {
  readonly partitions: number;
  readonly #file = new ScratchFile(tmpdir());
  readonly #parts = new Map<string, Part>();
  #isOpen = true;

  constructor(partitions: number) {
    this.partitions = partitions;
  }

  #part(stream: Stream, partition: number): Part {
    const name = `${stream}-${partition}`;
    const part = this.#parts.get(name) ?? { waiting: '', last: noChunk };
    this.#parts.set(name, part);
    return part;
  }

  #flush(part: Part): void {
    if (part.waiting === '') return;
    part.last = this.#file.append(part.waiting, part.last);
    part.waiting = '';
  }

  /** Where the values of a key lie. */
  partitionOf(key: string): number {
    return Number.parseInt(hash('sha256', key, 'hex').slice(0, 8), 16) % this.partitions;
  }

  /** Sets a value aside. Throws if the disk is full, or if everything was taken off it: readers of other objects may go on. */
  add(stream: Stream, key: string, value: unknown): void {
    if (!this.#isOpen) throw new Error('Cannot set a value aside: the spool was taken off the disk');
    const part = this.#part(stream, this.partitionOf(key));
    part.waiting += `${JSON.stringify(value)}\n`;
    if (part.waiting.length > bufferedCharacters) this.#flush(part);
  }

  /** The values of one partition, as they come out of `JSON.parse`. */
  *read(stream: Stream, partition: number): Generator<unknown> {
    const part = this.#part(stream, partition);
    this.#flush(part);
    for (const chunk of this.#file.chunks(part.last)) {
      for (const line of chunk.split('\n')) if (line !== '') yield JSON.parse(line);
    }
  }

  /** Takes everything off the disk again. */
  remove(): void {
    this.#isOpen = false;
    this.#parts.clear();
    this.#file.remove();
  }
}
