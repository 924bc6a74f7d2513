import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { createDynamoLedger } from '#adapters/aws/dynamodb-ledger.ts';
import { createDynamoTraitReader } from '#adapters/aws/dynamodb-traits.ts';
import { serviceRequests } from '#adapters/aws/request-limits.ts';
import { createSesClient, createSesEmailSender } from '#adapters/aws/ses-email-sender.ts';
import { templates } from '#retention/templates.ts';
import { readEnvironment } from '../environment.ts';
import { createInstruments } from '../instrument.ts';
import { sqsEntry } from '../sqs-entry.ts';
import { createDeliverHandler } from './handler.ts';

const environment = readEnvironment({
  CUSTOMER_TABLE_NAME: z.string().min(1),
  LEDGER_TABLE_NAME: z.string().min(1),
  SENDER_ADDRESS: z.email(),
});
const instruments = createInstruments();
const client = instruments.traced(new DynamoDBClient({ maxAttempts: 3, requestHandler: serviceRequests }));

/** Commands from the delivery queue → e-mails and tasks. */
export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(instruments.middlewares)
  .handler(
    sqsEntry(
      createDeliverHandler({
        templates: new Map(templates.map((template) => [template.name, template])),
        profiles: createDynamoTraitReader({ client, tableName: environment.CUSTOMER_TABLE_NAME }),
        ledger: createDynamoLedger({ client, tableName: environment.LEDGER_TABLE_NAME }),
        emails: createSesEmailSender({
          client: instruments.traced(createSesClient()),
          from: environment.SENDER_ADDRESS,
        }),
        clock: Date.now,
        newId: randomUUID,
        observer: instruments.observer,
      }),
    ),
  );
