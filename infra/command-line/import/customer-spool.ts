import { tmpdir } from 'node:os';
import { CommandError } from '../command-error.ts';
import { rankDigits, rankOf } from './customer-order.ts';
import { noChunk, ScratchFile, type WriteBytes } from './scratch-file.ts';

/** Hexadecimal digits of a rank that choose a part; so many parts does a spool have. */
const digitsPerLevel = 3;
const partCount = 16 ** digitsPerLevel;

/** Bytes that a part collects before they are written. */
const bufferedBytes = 8 * 1024;

/** Most bytes of one character in UTF-8, for each unit of its text in memory. */
const bytesPerUnit = 3;

/** Sizes that a spool keeps, in bytes of what is set aside. */
export type SpoolLimits = {
  /** So much is in memory at a time, as objects a multiple of it; a part that has more is parted again. */
  readonly leafBytes: number;
  /** The most of one customer, all of whose rows have to be in memory together. */
  readonly customerBytes: number;
};

export const spoolLimits: SpoolLimits = { leafBytes: 6 * 2 ** 20, customerBytes: 32 * 2 ** 20 };

/** `waiting` bytes of the buffer wait to be written; no buffer, nothing waits. */
type Part = { buffer: Buffer | null; waiting: number; last: number; bytes: number };

/** Everything that was set aside for some customers: texts in the order of their customers' ranks. */
export type Leaf = () => string[];

export type SpoolSettings = { readonly directory?: string; readonly limits?: SpoolLimits; readonly write?: WriteBytes };

/** Ranks in ascending order; texts of one rank stay in the order in which they came. */
function inRankOrder(lines: readonly string[]): string[] {
  return lines
    .map((line) => ({ rank: line.slice(0, rankDigits), line }))
    .sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0))
    .map(({ line }) => line.slice(rankDigits));
}

/**
 * Texts set aside on disk, spread by customer, so that all of a customer come back together while only a few customers
 * are in memory. Needs one open file and the same memory whatever its size.
 */
export class CustomerSpool {
  readonly #settings: SpoolSettings;
  readonly #limits: SpoolLimits;
  readonly #level: number;
  readonly #file: ScratchFile;
  readonly #parts: Part[];

  constructor(settings: SpoolSettings = {}, level = 0) {
    this.#settings = settings;
    this.#limits = settings.limits ?? spoolLimits;
    this.#level = level;
    this.#file = new ScratchFile(settings.directory ?? tmpdir(), settings.write);
    this.#parts = Array.from({ length: partCount }, () => ({ buffer: null, waiting: 0, last: noChunk, bytes: 0 }));
  }

  #append(part: Part, content: string | Uint8Array, bytes: number): void {
    part.last = this.#file.append(content, part.last);
    part.bytes += bytes;
  }

  #flush(part: Part): void {
    if (part.buffer === null || part.waiting === 0) return;
    this.#append(part, part.buffer.subarray(0, part.waiting), part.waiting);
    part.waiting = 0;
  }

  #add(rankedLine: string): void {
    const from = this.#level * digitsPerLevel;
    const part = this.#parts[Number.parseInt(rankedLine.slice(from, from + digitsPerLevel), 16)];
    if (part === undefined) throw new Error(`Cannot set aside a row without a rank: ${rankedLine.slice(0, 40)}`);
    const line = `${rankedLine}\n`;
    const most = line.length * bytesPerUnit;
    if (part.waiting + most > bufferedBytes) this.#flush(part);
    if (most > bufferedBytes) {
      this.#append(part, line, Buffer.byteLength(line, 'utf8'));
      return;
    }
    part.buffer ??= Buffer.allocUnsafeSlow(bufferedBytes);
    part.waiting += part.buffer.write(line, part.waiting, 'utf8');
  }

  /** Sets one text, without line breaks, aside for a customer. Throws if the disk is full. */
  add(customerId: string, text: string): void {
    this.#add(rankOf(customerId) + text);
  }

  *#lines(part: Part): Generator<string> {
    for (const chunk of this.#file.chunks(part.last)) {
      const lines = chunk.split('\n');
      lines.pop();
      yield* lines;
    }
  }

  /** Whether all that a part holds is of one customer. */
  #isOneCustomer(part: Part): boolean {
    if ((this.#level + 1) * digitsPerLevel >= rankDigits) return true;
    let rank: string | null = null;
    for (const line of this.#lines(part)) {
      rank ??= line.slice(0, rankDigits);
      if (!line.startsWith(rank)) return false;
    }
    return true;
  }

  #tooLarge(part: Part): CommandError {
    let lines = 0;
    let first = '';
    for (const line of this.#lines(part)) {
      if (lines === 0) first = line.slice(rankDigits, rankDigits + 80);
      lines += 1;
    }
    const megabytes = Math.round(this.#limits.customerBytes / 2 ** 20);
    return new CommandError(
      `Cannot import so much of one customer: ${lines} rows are more than the ${megabytes} MB that fit in memory (${first}…); an id such as "guest" stands for many people, refuse it in the mapping, or import the history in several files by time`,
    );
  }

  /**
   * Everything that was set aside, leaf by leaf in the order of the customers' ranks; a leaf is read when it is
   * called, which is possible until the next one is asked for. Throws at a customer who has more than
   * `customerBytes`.
   */
  *leaves(): Generator<Leaf> {
    for (const part of this.#parts) {
      this.#flush(part);
      part.buffer = null;
      if (part.bytes === 0) continue;
      const isLeaf = part.bytes <= this.#limits.leafBytes || this.#isOneCustomer(part);
      if (isLeaf && part.bytes > this.#limits.customerBytes) throw this.#tooLarge(part);
      if (isLeaf) {
        yield () => inRankOrder([...this.#lines(part)]);
        continue;
      }
      const inner = new CustomerSpool(this.#settings, this.#level + 1);
      try {
        for (const line of this.#lines(part)) inner.#add(line);
        yield* inner.leaves();
      } finally {
        inner.remove();
      }
    }
  }

  /** Takes everything off the disk again. */
  remove(): void {
    this.#file.remove();
  }
}
