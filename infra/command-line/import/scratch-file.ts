import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError, messageOf } from '../command-error.ts';

/** Writes bytes to a file at a place; the number of bytes that were written. */
export type WriteBytes = (file: number, bytes: Uint8Array, offset: number, length: number, position: number) => number;

/** Bytes before each chunk: where the chunk before it begins, and how long this one is. */
const headerBytes = 12;

/** Stands for "there is no chunk". */
export const noChunk = -1;

/**
 * A file for chunks that are read again by the process that wrote them. It has no name from the moment it is opened, so
 * its space is free again when the process ends, however it ends. A chunk remembers the chunk before it: what has to be
 * kept in memory does not grow with the file.
 */
export class ScratchFile {
  readonly #directory: string;
  readonly #write: WriteBytes;
  readonly #file: number;
  #bytes = 0;
  #isOpen = true;

  constructor(directory: string, write: WriteBytes = writeSync) {
    this.#directory = directory;
    this.#write = write;
    const path = join(directory, `holdfast-import-${randomUUID()}`);
    try {
      this.#file = openSync(path, 'wx+', 0o600);
      unlinkSync(path);
    } catch (error) {
      throw this.#failure(error);
    }
  }

  #failure(error: unknown): CommandError {
    const isFull = error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
    const why = isFull ? `no space left after ${Math.round(this.#bytes / 2 ** 20)} MB` : messageOf(error);
    return new CommandError(
      `Cannot set rows aside in ${this.#directory}: ${why}; free some space there (about twice the unpacked size of the files), or name another directory in TMPDIR`,
    );
  }

  /** Appends a chunk. Returns where it begins. Throws if the disk is full. */
  append(text: string | Uint8Array, previous: number): number {
    const start = this.#bytes;
    const content = typeof text === 'string' ? Buffer.from(text, 'utf8') : text;
    const bytes = Buffer.allocUnsafe(headerBytes + content.length);
    bytes.writeDoubleLE(previous, 0);
    bytes.writeUInt32LE(content.length, 8);
    bytes.set(content, headerBytes);
    try {
      for (let written = 0; written < bytes.length; ) {
        const more = this.#write(this.#file, bytes, written, bytes.length - written, start + written);
        if (more === 0) throw new Error('nothing more can be written');
        written += more;
      }
    } catch (error) {
      throw this.#failure(error);
    }
    this.#bytes += bytes.length;
    return start;
  }

  #read(position: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    for (let done = 0; done < length; ) {
      const more = readSync(this.#file, bytes, done, length - done, position + done);
      if (more === 0)
        throw new CommandError(`Cannot read the rows that were set aside in ${this.#directory}: they are cut off`);
      done += more;
    }
    return bytes;
  }

  /** The chunks of a chain in the order in which they were written, one in memory at a time. */
  *chunks(last: number): Generator<string> {
    const places: { start: number; length: number }[] = [];
    for (let start = last; start !== noChunk; ) {
      const header = this.#read(start, headerBytes);
      places.push({ start: start + headerBytes, length: header.readUInt32LE(8) });
      start = header.readDoubleLE(0);
    }
    for (const { start, length } of places.reverse()) yield this.#read(start, length).toString('utf8');
  }

  /** Gives the space back. May be called again. */
  remove(): void {
    if (this.#isOpen) closeSync(this.#file);
    this.#isOpen = false;
  }
}
