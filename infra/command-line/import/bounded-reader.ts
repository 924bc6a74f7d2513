import type { FileHandle } from 'node:fs/promises';
import type { AsyncBuffer } from 'hyparquet';

/** Most bytes of a Parquet file that are in memory in one piece. */
export const maximumReadBytes = 128 * 2 ** 20;

const megabytes = (bytes: number) => Math.round(bytes / 2 ** 20);

/** Reads parts of a file, and refuses parts that the file does not have or that are too large for memory. */
export function boundedReader(handle: FileHandle, byteLength: number, maximumBytes = maximumReadBytes): AsyncBuffer {
  return {
    byteLength,
    async slice(start, end = byteLength) {
      const length = end - start;
      if (!(start >= 0 && length >= 0 && end <= byteLength)) {
        throw new Error(`it names bytes ${start} to ${end}, which it does not have`);
      }
      if (length > maximumBytes) {
        throw new Error(
          `a part of it has ${megabytes(length)} MB, at most ${megabytes(maximumBytes)} MB fit in memory; write it with smaller row groups or pages`,
        );
      }
      const bytes = new ArrayBuffer(length);
      for (let done = 0; done < length; ) {
        const { bytesRead } = await handle.read(new Uint8Array(bytes, done), 0, length - done, start + done);
        if (bytesRead === 0) throw new Error('it is cut off');
        done += bytesRead;
      }
      return bytes;
    },
  };
}
