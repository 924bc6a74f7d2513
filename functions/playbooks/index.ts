import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { createDynamoLedger } from '#adapters/aws/dynamodb-ledger.ts';
import { createDynamoProfileStore } from '#adapters/aws/dynamodb-profile-store.ts';
import { createDynamoRunStore } from '#adapters/aws/dynamodb-run-store.ts';
import { serviceRequests } from '#adapters/aws/request-limits.ts';
import { createSqsMessageQueue } from '#adapters/aws/sqs-message-queue.ts';
import { retention } from '#retention/retention.ts';
import { readEnvironment } from '../environment.ts';
import { createInstruments } from '../instrument.ts';
import { sqsEntry } from '../sqs-entry.ts';
import { createPlaybooksHandler } from './handler.ts';

const environment = readEnvironment({
  CUSTOMER_TABLE_NAME: z.string().min(1),
  LEDGER_TABLE_NAME: z.string().min(1),
  DELIVERY_QUEUE_URL: z.url(),
});
const instruments = createInstruments();
const client = instruments.traced(new DynamoDBClient({ maxAttempts: 3, requestHandler: serviceRequests }));

/** Transitions and wake-ups from the playbook queue → runs and their commands. */
export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(instruments.middlewares)
  .handler(
    sqsEntry(
      createPlaybooksHandler({
        definitions: retention,
        profiles: createDynamoProfileStore({ client, tableName: environment.CUSTOMER_TABLE_NAME }),
        runs: createDynamoRunStore({ client, tableName: environment.CUSTOMER_TABLE_NAME }),
        ledger: createDynamoLedger({ client, tableName: environment.LEDGER_TABLE_NAME }),
        commands: createSqsMessageQueue({
          client: instruments.traced(new SQSClient({ maxAttempts: 3, requestHandler: serviceRequests })),
          queueUrl: environment.DELIVERY_QUEUE_URL,
        }),
        clock: Date.now,
        observer: instruments.observer,
      }),
    ),
  );
