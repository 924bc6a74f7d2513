import { S3Client } from '@aws-sdk/client-s3';
import { createS3EventArchiveReader } from '#adapters/aws/s3-event-archive-reader.ts';
import type { ArchivedEvent } from '#contracts/archived-event.ts';
import type { LocalHoldfast } from './local-holdfast.ts';

/** Every event that the deployment accepted and keeps, by its id; of repetitions the last. */
export async function archivedEvents({ aws, output }: LocalHoldfast): Promise<Map<string, ArchivedEvent>> {
  const client = new S3Client({
    region: aws.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    endpoint: aws.endpoints.sqs,
    forcePathStyle: true,
  });
  try {
    const reader = createS3EventArchiveReader({ client, bucketName: output('ArchiveBucketName') });
    const found = new Map<string, ArchivedEvent>();
    const { items } = await reader.list('flow', { from: null, to: null }, { limit: 1_000, next: null });
    for (const { key } of items) for await (const event of reader.read('flow', key)) found.set(event.id, event);
    return found;
  } finally {
    client.destroy();
  }
}
