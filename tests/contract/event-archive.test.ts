import { gzipSync } from 'node:zlib';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createS3EventArchiveReader } from '#adapters/aws/s3-event-archive-reader.ts';
import { createS3EventArchiveWriter } from '#adapters/aws/s3-event-archive-writer.ts';
import { createMemoryEventArchive } from '#adapters/memory/memory-event-archive.ts';
import { type QueueEngine, startQueueEngine } from '#infra/local/sqs/queue-engine.ts';
import { describeEventArchive } from './event-archive.contract.ts';
import { localClientOptions } from './local-client-options.ts';

let engine: QueueEngine;
let client: S3Client;
let created = 0;

beforeAll(async () => {
  engine = await startQueueEngine({ dataDirectory: undefined, accountId: '000000000000', region: 'us-east-1' });
  client = new S3Client(localClientOptions(engine.endpoint));
});

afterAll(async () => {
  client.destroy();
  await engine.stop();
});

async function openBucket() {
  created += 1;
  const bucketName = `archive-${created}`;
  engine.ensureBucket(bucketName);
  return {
    writer: createS3EventArchiveWriter({ client, bucketName }),
    reader: createS3EventArchiveReader({ client, bucketName }),
    async putText(key: string, text: string) {
      await client.send(new PutObjectCommand({ Bucket: bucketName, Key: key, Body: gzipSync(text) }));
    },
  };
}

describeEventArchive('createS3EventArchive', openBucket);

describeEventArchive('createMemoryEventArchive', async () => {
  const archive = createMemoryEventArchive();
  const putText = (key: string, text: string) => archive.put({ key, lines: text.trimEnd().split('\n') });
  return { writer: archive, reader: archive, putText };
});

describe('createS3EventArchiveWriter', () => {
  test('createS3EventArchiveWriter put throws when there is no such bucket', async () => {
    const writer = createS3EventArchiveWriter({ client, bucketName: 'nowhere' });
    await expect(writer.put({ key: 'k', lines: ['{}'] })).rejects.toThrow('bucket');
  });
});

describe('createS3EventArchiveReader', () => {
  test('createS3EventArchiveReader read says that an object is cut off', async () => {
    const { reader } = await openBucket();
    const bucketName = `archive-${created}`;
    const text = Array.from({ length: 2_000 }, (_, index) => JSON.stringify({ index })).join('\n');
    const whole = gzipSync(text);
    const key = 'events/v1/tenant=shop/cut';
    await client.send(new PutObjectCommand({ Bucket: bucketName, Key: key, Body: whole.subarray(0, 20) }));
    const reading = async () => {
      for await (const event of reader.read('shop', key)) return event;
      return null;
    };
    await expect(reading()).rejects.toThrow(`Cannot read the archive: ${key}`);
  });
});
