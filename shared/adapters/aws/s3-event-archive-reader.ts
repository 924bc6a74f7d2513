import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { archiveTenantPrefix } from '#domain/ingest/archive-objects.ts';
import type { EventArchiveReader } from '#ports/event-archive.ts';
import { archivedEvents, linesOf } from './archive-lines.ts';
import { archivePage, type ListedObject, listsAfter } from './archive-listing.ts';

/** Reads the archive from a bucket of S3, one object at a time and one line at a time. */
export function createS3EventArchiveReader(options: { client: S3Client; bucketName: string }): EventArchiveReader {
  const { client, bucketName: Bucket } = options;
  async function* textOf(key: string): AsyncGenerator<Buffer> {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: key }));
    if (!(Body instanceof Readable)) throw new Error('S3 gave no content');
    // What goes wrong in the stream before it comes out of the reading of the last one.
    yield* pipeline(Body, createGunzip(), () => undefined);
  }
  return {
    async list(tenant, days, { limit, next }) {
      const Prefix = archiveTenantPrefix(tenant);
      const StartAfter = next ?? listsAfter(tenant, days);
      const answer = await client.send(new ListObjectsV2Command({ Bucket, Prefix, StartAfter, MaxKeys: limit }));
      const objects = (answer.Contents ?? []).flatMap(({ Key, Size = 0 }): ListedObject[] => {
        return Key === undefined ? [] : [{ key: Key, compressedBytes: Size }];
      });
      return archivePage(tenant, days, { objects, more: answer.IsTruncated === true });
    },
    read: (tenant, key) => archivedEvents(tenant, key, linesOf(textOf(key))),
  };
}
