import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { createDynamoLedger } from '#adapters/aws/dynamodb-ledger.ts';
import { createDynamoPopulationStore } from '#adapters/aws/dynamodb-population-store.ts';
import { createDynamoProfileStore } from '#adapters/aws/dynamodb-profile-store.ts';
import { serviceRequests } from '#adapters/aws/request-limits.ts';
import { retryUnlessThrottled } from '#adapters/aws/retry-unless-throttled.ts';
import { createSqsMessageQueue } from '#adapters/aws/sqs-message-queue.ts';
import { populationNeeds } from '#domain/population/population-needs.ts';
import { retention } from '#retention/retention.ts';
import { readEnvironment } from '../environment.ts';
import { createInstruments } from '../instrument.ts';
import { createPopulationCache, noPopulation } from '../population-cache.ts';
import { sqsEntry } from '../sqs-entry.ts';
import { createProfileHandler } from './handler.ts';

const environment = readEnvironment({
  ARCHIVE_QUEUE_URL: z.url(),
  CUSTOMER_TABLE_NAME: z.string().min(1),
  EVENT_QUEUE_URL: z.url(),
  LEDGER_TABLE_NAME: z.string().min(1),
});
const instruments = createInstruments();
const client = instruments.traced(
  new DynamoDBClient({ retryStrategy: retryUnlessThrottled, requestHandler: serviceRequests }),
);
const queues = instruments.traced(new SQSClient({ maxAttempts: 3, requestHandler: serviceRequests }));

/** Events and wake-ups from the event queue → customers' profiles. */
export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(instruments.middlewares)
  .handler(
    sqsEntry(
      createProfileHandler({
        definitions: retention,
        profiles: createDynamoProfileStore({ client, tableName: environment.CUSTOMER_TABLE_NAME }),
        archive: createSqsMessageQueue({ client: queues, queueUrl: environment.ARCHIVE_QUEUE_URL }),
        relations: createSqsMessageQueue({ client: queues, queueUrl: environment.EVENT_QUEUE_URL }),
        populations: populationNeeds(retention).isUsed
          ? createPopulationCache(
              createDynamoPopulationStore({ client: client, tableName: environment.LEDGER_TABLE_NAME }),
              Date.now,
            )
          : noPopulation,
        ledger: createDynamoLedger({ client, tableName: environment.LEDGER_TABLE_NAME }),
        clock: Date.now,
        chance: Math.random,
        pause: (milliseconds) => pause(milliseconds),
        observer: instruments.observer,
      }),
    ),
  );
