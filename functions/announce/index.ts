import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import middy from '@middy/core';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import * as z from 'zod';
import { createDynamoFlowStore } from '#adapters/aws/dynamodb-flow-store.ts';
import { createDynamoLedger } from '#adapters/aws/dynamodb-ledger.ts';
import { createDynamoMembers } from '#adapters/aws/dynamodb-members.ts';
import { createDynamoPopulationStore } from '#adapters/aws/dynamodb-population-store.ts';
import { createDynamoTraitReader } from '#adapters/aws/dynamodb-traits.ts';
import { createEventBridgePublisher } from '#adapters/aws/event-bridge-publisher.ts';
import { parseProfileItem } from '#adapters/aws/profile-item.ts';
import { serviceRequests } from '#adapters/aws/request-limits.ts';
import { createSqsMessageQueue } from '#adapters/aws/sqs-message-queue.ts';
import { itemOfImage, type StreamImage, streamedWrite } from '#adapters/aws/stream-image.ts';
import { populationNeeds } from '#domain/population/population-needs.ts';
import { retention } from '#retention/retention.ts';
import { readEnvironment } from '../environment.ts';
import { createInstruments } from '../instrument.ts';
import { createPopulationCache, noPopulation } from '../population-cache.ts';
import { createAnnounceHandler } from './handler.ts';
import { readingStream } from './reading-stream.ts';

const environment = readEnvironment({
  CUSTOMER_TABLE_NAME: z.string().min(1),
  EVENT_BUS_NAME: z.string().min(1),
  EVENT_QUEUE_URL: z.url(),
  LEDGER_TABLE_NAME: z.string().min(1),
});
const instruments = createInstruments();
const dynamo = instruments.traced(new DynamoDBClient({ maxAttempts: 3, requestHandler: serviceRequests }));
const queues = instruments.traced(new SQSClient({ maxAttempts: 3, requestHandler: serviceRequests }));
const customers = { client: dynamo, tableName: environment.CUSTOMER_TABLE_NAME };

const announce = createAnnounceHandler({
  definitions: retention,
  profiles: { ...createDynamoTraitReader(customers), ...createDynamoMembers(customers) },
  relations: createSqsMessageQueue({ client: queues, queueUrl: environment.EVENT_QUEUE_URL }),
  populations: populationNeeds(retention).isUsed
    ? createPopulationCache(
        createDynamoPopulationStore({ client: dynamo, tableName: environment.LEDGER_TABLE_NAME }),
        Date.now,
      )
    : noPopulation,
  ledger: createDynamoLedger({ client: dynamo, tableName: environment.LEDGER_TABLE_NAME }),
  flows: createDynamoFlowStore({ client: dynamo, tableName: environment.LEDGER_TABLE_NAME, chance: Math.random }),
  clock: Date.now,
  publisher: createEventBridgePublisher({
    // What is not taken is sent again by the handler, which knows the order.
    client: instruments.traced(new EventBridgeClient({ maxAttempts: 1, requestHandler: serviceRequests })),
    busName: environment.EVENT_BUS_NAME,
  }),
  chance: Math.random,
  pause: (milliseconds) => pause(milliseconds),
  observer: instruments.observer,
});
const handle = readingStream((image: StreamImage) => parseProfileItem(itemOfImage(image)), announce);

async function entry(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const resumeFrom = await handle(event.Records.map(streamedWrite));
  return { batchItemFailures: resumeFrom === null ? [] : [{ itemIdentifier: resumeFrom }] };
}

/** The customer table's stream → transitions on the bus. */
export const handler = middy<DynamoDBStreamEvent, DynamoDBBatchResponse>().use(instruments.middlewares).handler(entry);
