import { S3Client } from '@aws-sdk/client-s3';
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { archiveRequests } from '#adapters/aws/request-limits.ts';
import { createS3EventArchiveWriter } from '#adapters/aws/s3-event-archive-writer.ts';
import { readEnvironment } from '../environment.ts';
import { createInstruments } from '../instrument.ts';
import { sqsEntry } from '../sqs-entry.ts';
import { createArchiveHandler } from './handler.ts';

const environment = readEnvironment({ ARCHIVE_BUCKET_NAME: z.string().min(1) });
const instruments = createInstruments();
const client = instruments.traced(new S3Client({ maxAttempts: 3, requestHandler: archiveRequests }));

/** Accepted events from the archive queue → objects of the archive. */
export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(instruments.middlewares)
  .handler(
    sqsEntry(
      createArchiveHandler({
        archive: createS3EventArchiveWriter({ client, bucketName: environment.ARCHIVE_BUCKET_NAME }),
        observer: instruments.observer,
      }),
    ),
  );
