import { gzipSync } from 'node:zlib';
import { compressionLevel } from '#adapters/aws/s3-event-archive-writer.ts';
import type { EventArchiveWriter } from '#ports/event-archive.ts';
import type { Tally } from './tally.ts';

/**
 * An archive that keeps nothing and charges for each object. It compresses as the real one does, in this thread, so
 * that the processor time of it counts.
 */
export function createCountedArchive(tally: Tally): EventArchiveWriter {
  return {
    async put({ lines }) {
      tally.add('S3 puts', 1);
      tally.note('archived bytes', gzipSync(`${lines.join('\n')}\n`, { level: compressionLevel }).length);
    },
  };
}
