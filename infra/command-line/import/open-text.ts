import type { Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CommandError, messageOf } from '../command-error.ts';

/** The first two bytes of every gzip file (RFC 1952). */
const gzipMark = [0x1f, 0x8b] as const;

export type OpenedFile = { readonly bytes: number; readonly isGzip: boolean };

function unreadable(path: string, error: unknown): CommandError {
  return new CommandError(`Cannot import ${path}: the file cannot be read (${messageOf(error)})`);
}

/** Looks at a file: its size, and whether it is gzipped, by its first bytes and not by its name. Throws if it is not a readable file. */
export async function lookAtFile(path: string): Promise<OpenedFile> {
  try {
    const handle = await open(path, 'r');
    try {
      const status = await handle.stat();
      if (!status.isFile()) throw new Error('it is not a file');
      const start = new Uint8Array(2);
      await handle.read(start, 0, 2, 0);
      return { bytes: status.size, isGzip: start[0] === gzipMark[0] && start[1] === gzipMark[1] };
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** What goes past while a file is read: the hash of its bytes, and how many they are. */
export type Meter = { readonly hash: Hash; readonly onBytes: (bytes: number) => void };

function chunksOf(path: string, isGzip: boolean, meter: Meter): Readable | AsyncIterable<Uint8Array> {
  const source = createReadStream(path, { highWaterMark: 256 * 1024 });
  const metered = async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      meter.hash.update(chunk);
      meter.onBytes(chunk.length);
      yield chunk;
    }
  };
  if (!isGzip) return metered(source);
  const unpacked = createGunzip();
  // The callback has nothing to do: an error ends `unpacked`, and whoever reads it gets it.
  pipeline(source, metered, unpacked, () => {});
  return unpacked;
}

/**
 * Reads a file as text, unpacked, a piece at a time. Throws if it cannot be read to its end, if the gzip data is broken,
 * or if the bytes are not valid in the encoding.
 */
export async function* textOf(
  path: string,
  file: OpenedFile,
  encoding: 'utf8' | 'latin1',
  meter: Meter,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch (error) {
      throw new CommandError(
        `Cannot import ${path}: the text is not valid ${encoding} (${messageOf(error)}); correct "encoding" in the mapping`,
      );
    }
  };
  try {
    for await (const chunk of chunksOf(path, file.isGzip, meter)) yield decode(chunk);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw unreadable(path, error);
  }
  yield decode();
}
