import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import middy from '@middy/core';
import * as z from 'zod';
import { createDynamoFlowStore } from '#adapters/aws/dynamodb-flow-store.ts';
import { createDynamoPopulationStore } from '#adapters/aws/dynamodb-population-store.ts';
import { createDynamoProfileScan } from '#adapters/aws/dynamodb-profile-scan.ts';
import { createDynamoSegmentSizeStore } from '#adapters/aws/dynamodb-segment-size-store.ts';
import { createDynamoSurveyProgressStore } from '#adapters/aws/dynamodb-survey-progress-store.ts';
import { createEventBridgeNotices } from '#adapters/aws/event-bridge-notices.ts';
import { serviceRequests } from '#adapters/aws/request-limits.ts';
import { createSqsMessageQueue } from '#adapters/aws/sqs-message-queue.ts';
import { retention } from '#retention/retention.ts';
import { readEnvironment } from '../environment.ts';
import { createInstruments } from '../instrument.ts';
import { createSurveyHandler } from './handler.ts';
import type { SurveyReport } from './run-survey.ts';

const environment = readEnvironment({
  CUSTOMER_TABLE_NAME: z.string().min(1),
  EVENT_BUS_NAME: z.string().min(1),
  LEDGER_TABLE_NAME: z.string().min(1),
  EVENT_QUEUE_URL: z.url(),
  SURVEY_EVERY_HOURS: z.coerce.number().min(1),
});
const instruments = createInstruments();
const client = instruments.traced(new DynamoDBClient({ maxAttempts: 5, requestHandler: serviceRequests }));
const queues = instruments.traced(new SQSClient({ maxAttempts: 3, requestHandler: serviceRequests }));
const bus = instruments.traced(new EventBridgeClient({ maxAttempts: 3, requestHandler: serviceRequests }));
const ledger = { client, tableName: environment.LEDGER_TABLE_NAME };

/** Ten of the fifteen minutes that a run has: the last page, its wake-ups and the writes at the end need the rest. */
const mostElapsedMs = 10 * 60_000;

const survey = createSurveyHandler({
  definitions: retention,
  scan: createDynamoProfileScan({ client, tableName: environment.CUSTOMER_TABLE_NAME }),
  populations: createDynamoPopulationStore(ledger),
  sizes: createDynamoSegmentSizeStore(ledger),
  flows: createDynamoFlowStore({ ...ledger, chance: Math.random }),
  notices: createEventBridgeNotices({ client: bus, busName: environment.EVENT_BUS_NAME }),
  progress: createDynamoSurveyProgressStore(ledger),
  profileQueue: createSqsMessageQueue({ client: queues, queueUrl: environment.EVENT_QUEUE_URL }),
  clock: Date.now,
  stopwatch: () => performance.now(),
  pause: (milliseconds) => pause(milliseconds),
  everyMs: environment.SURVEY_EVERY_HOURS * 3_600_000,
  mostElapsedMs,
  observer: instruments.observer,
});

/** Every quarter of an hour: as much of the survey as there is time for, if one is due. */
export const handler = middy<unknown, SurveyReport>()
  .use(instruments.middlewares)
  .handler(() => survey());
