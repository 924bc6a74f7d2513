import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import middy from '@middy/core';
import * as z from 'zod';
import { createDynamoWakeIndex } from '#adapters/aws/dynamodb-wake-index.ts';
import { serviceRequests } from '#adapters/aws/request-limits.ts';
import { createSqsMessageQueue } from '#adapters/aws/sqs-message-queue.ts';
import { readEnvironment } from '../environment.ts';
import { createInstruments } from '../instrument.ts';
import { createWakeHandler } from './handler.ts';

const environment = readEnvironment({
  CUSTOMER_TABLE_NAME: z.string().min(1),
  EVENT_QUEUE_URL: z.url(),
  PLAYBOOK_QUEUE_URL: z.url(),
});
const instruments = createInstruments();
const dynamo = instruments.traced(new DynamoDBClient({ maxAttempts: 3, requestHandler: serviceRequests }));
const queues = instruments.traced(new SQSClient({ maxAttempts: 3, requestHandler: serviceRequests }));

/** Each minute: what is due → the queues. */
export const handler = middy<unknown, { woken: number }>()
  .use(instruments.middlewares)
  .handler(
    createWakeHandler({
      index: createDynamoWakeIndex({ client: dynamo, tableName: environment.CUSTOMER_TABLE_NAME }),
      profileQueue: createSqsMessageQueue({ client: queues, queueUrl: environment.EVENT_QUEUE_URL }),
      runQueue: createSqsMessageQueue({ client: queues, queueUrl: environment.PLAYBOOK_QUEUE_URL }),
      clock: Date.now,
      observer: instruments.observer,
    }),
  );
