import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import middy from '@middy/core';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import * as z from 'zod';
import { createDynamoLedger } from '#adapters/aws/dynamodb-ledger.ts';
import { createEventBridgePublisher } from '#adapters/aws/event-bridge-publisher.ts';
import { parseProfileItem } from '#adapters/aws/profile-item.ts';
import { serviceRequests } from '#adapters/aws/request-limits.ts';
import { itemOfImage, type StreamImage, streamedWrite } from '#adapters/aws/stream-image.ts';
import { retention } from '#retention/retention.ts';
import { readEnvironment } from '../environment.ts';
import { createInstruments } from '../instrument.ts';
import { createAnnounceHandler } from './handler.ts';
import { readingStream } from './reading-stream.ts';

const environment = readEnvironment({
  EVENT_BUS_NAME: z.string().min(1),
  LEDGER_TABLE_NAME: z.string().min(1),
});
const instruments = await createInstruments();
const dynamo = instruments.traced(new DynamoDBClient({ maxAttempts: 3, requestHandler: serviceRequests }));

const announce = createAnnounceHandler({
  definitions: retention,
  ledger: createDynamoLedger({ client: dynamo, tableName: environment.LEDGER_TABLE_NAME }),
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
