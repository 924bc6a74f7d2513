import { tmpdir } from 'node:os';
import { noChunk, ScratchFile } from '../import/scratch-file.ts';

/** How many parts a spool has: what one part needs in memory is this much smaller than what all need. */
const defaultParts = 512;

/** Characters that a part collects before they are written. */
const bufferedCharacters = 8 * 1024;

/** FNV-1a (Fowler, Noll, Vo 1991) over the UTF-16 code units: spreads keys evenly, and is cheap. */
function spread(key: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index += 1) {
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  }
  return (hash ^ (hash >>> 15)) >>> 0;
}

/**
 * Lines set aside on disk, spread by a key: all lines of a key lie in one part, in the order in which they came. Needs one
 * open file and the same memory whatever its size.
 */
export class LineSpool {
  readonly #file = new ScratchFile(tmpdir());
  readonly #parts: { buffer: string; last: number }[];

  constructor(parts = defaultParts) {
    this.#parts = Array.from({ length: parts }, () => ({ buffer: '', last: noChunk }));
  }

  get parts(): number {
    return this.#parts.length;
  }

  /** Sets a line, without line breaks, aside. Throws if the disk is full. */
  add(key: string, line: string): void {
    const part = this.#parts[spread(key) % this.#parts.length];
    if (part === undefined) throw new Error('Cannot set a line aside: the spool has no parts');
    part.buffer += `${line}\n`;
    if (part.buffer.length > bufferedCharacters) {
      part.last = this.#file.append(part.buffer, part.last);
      part.buffer = '';
    }
  }

  /** The lines of one part, a piece in memory at a time. */
  *lines(index: number): Generator<string> {
    const part = this.#parts[index];
    if (part === undefined) return;
    for (const chunk of this.#file.chunks(part.last)) yield* linesIn(chunk);
    yield* linesIn(part.buffer);
  }

  /** Gives the space back. */
  remove(): void {
    this.#file.remove();
  }
}

function* linesIn(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start);
    yield text.slice(start, end);
    start = end + 1;
  }
}
