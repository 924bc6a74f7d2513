import type { Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { CommandError, messageOf } from '../command-error.ts';

/** The first bytes of packed files: gzip by RFC 1952, Zstandard by RFC 8878; and of Parquet files. */
const marks = {
  gzip: [0x1f, 0x8b],
  zstd: [0x28, 0xb5, 0x2f, 0xfd],
  parquet: [0x50, 0x41, 0x52, 0x31],
} as const;

export type FileContent = keyof typeof marks | 'plain';

export type OpenedFile = { readonly bytes: number; readonly content: FileContent };

/** The error of a file that cannot be read. */
export function unreadable(path: string, error: unknown): CommandError {
  return new CommandError(
    `Cannot import ${path}: the file cannot be read (${messageOf(error)}); check it, or fetch it anew`,
  );
}

function contentOf(start: Uint8Array): FileContent {
  for (const content of ['gzip', 'zstd', 'parquet'] as const) {
    if (marks[content].every((byte, index) => start[index] === byte)) return content;
  }
  return 'plain';
}

/**
 * Looks at a file: its size, and how it is packed, by its first bytes and not by its name. Throws if it is not a
 * readable file.
 */
export async function lookAtFile(path: string): Promise<OpenedFile> {
  try {
    const handle = await open(path, 'r');
    try {
      const status = await handle.stat();
      if (!status.isFile()) throw new Error('it is not a file');
      const start = new Uint8Array(4);
      await handle.read(start, 0, 4, 0);
      return { bytes: status.size, content: contentOf(start) };
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** What goes past while a file is read: the hash of its unpacked bytes, and how many bytes of it were read. */
export type Meter = { readonly hash: Hash; readonly onBytes: (bytes: number) => void };

function chunksOf(path: string, content: FileContent, meter: Meter): Readable | AsyncIterable<Uint8Array> {
  const source = createReadStream(path, { highWaterMark: 256 * 1024 });
  const metered = async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      meter.onBytes(chunk.length);
      yield chunk;
    }
  };
  if (content !== 'gzip' && content !== 'zstd') return metered(source);
  const unpacked = content === 'gzip' ? createGunzip({ chunkSize: 256 * 1024 }) : createZstdDecompress();
  // The callback has nothing to do: an error ends `unpacked`, and whoever reads it gets it.
  pipeline(source, metered, unpacked, () => {});
  return unpacked;
}

/**
 * Reads a file as text, unpacked and without a byte order mark, a piece at a time. Throws if it cannot be read to its
 * end, if packed data is broken or cut off, or if the bytes are not valid in the encoding.
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
    for await (const chunk of chunksOf(path, file.content, meter)) {
      meter.hash.update(chunk);
      yield decode(chunk);
    }
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw unreadable(path, error);
  }
  yield decode();
}
