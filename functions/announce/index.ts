import { type AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import middy from '@middy/core';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import * as z from 'zod';
import { createDynamoLedger } from '#adapters/aws/dynamodb-ledger.ts';
import { createEventBridgePublisher } from '#adapters/aws/event-bridge-publisher.ts';
import { outboxOf } from '#adapters/aws/profile-item.ts';
import { readEnvironment } from '../environment.ts';
import { createInstruments } from '../instrument.ts';
import { type AnnouncedWrite, createAnnounceHandler } from './handler.ts';

const environment = readEnvironment({
  EVENT_BUS_NAME: z.string().min(1),
  LEDGER_TABLE_NAME: z.string().min(1),
});
const instruments = await createInstruments();
const dynamo = instruments.traced(new DynamoDBClient({ maxAttempts: 3 }));

const handle = createAnnounceHandler({
  ledger: createDynamoLedger({ client: dynamo, tableName: environment.LEDGER_TABLE_NAME }),
  publisher: createEventBridgePublisher({
    client: instruments.traced(new EventBridgeClient({ maxAttempts: 3 })),
    busName: environment.EVENT_BUS_NAME,
  }),
  observer: instruments.observer,
});

/** The stream hands over the outbox as text; the other attributes are of no concern here. */
function announcedWrite(record: DynamoDBRecord): AnnouncedWrite {
  const outbox = record.dynamodb?.NewImage?.['outbox']?.S;
  const item: Record<string, AttributeValue> = outbox === undefined ? {} : { outbox: { S: outbox } };
  return { sequenceNumber: record.dynamodb?.SequenceNumber ?? '', transitions: outboxOf(item) };
}

async function entry(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const resumeFrom = await handle(event.Records.map(announcedWrite));
  return { batchItemFailures: resumeFrom === null ? [] : [{ itemIdentifier: resumeFrom }] };
}

/** The customer table's stream → transitions on the bus. */
export const handler = middy<DynamoDBStreamEvent, DynamoDBBatchResponse>().use(instruments.middlewares).handler(entry);
