import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import middy from '@middy/core';
import httpErrorHandler from '@middy/http-error-handler';
import httpHeaderNormalizer from '@middy/http-header-normalizer';
import httpSecurityHeaders from '@middy/http-security-headers';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod';
import { createDynamoLedger } from '#adapters/aws/dynamodb-ledger.ts';
import { createDynamoSourceStore } from '#adapters/aws/dynamodb-source-store.ts';
import { serviceRequests } from '#adapters/aws/request-limits.ts';
import { createSqsMessageQueue } from '#adapters/aws/sqs-message-queue.ts';
import { retention } from '#retention/retention.ts';
import { readEnvironment } from '../environment.ts';
import { createInstruments } from '../instrument.ts';
import { createIngestHandler } from './handler.ts';

const environment = readEnvironment({
  SOURCE_TABLE_NAME: z.string().min(1),
  EVENT_QUEUE_URL: z.url(),
  LEDGER_TABLE_NAME: z.string().min(1),
});
const instruments = createInstruments();
const dynamo = instruments.traced(new DynamoDBClient({ maxAttempts: 3, requestHandler: serviceRequests }));

const handle = createIngestHandler({
  plan: retention.plan,
  sources: createDynamoSourceStore({ client: dynamo, tableName: environment.SOURCE_TABLE_NAME }),
  queue: createSqsMessageQueue({
    client: instruments.traced(new SQSClient({ maxAttempts: 3, requestHandler: serviceRequests })),
    queueUrl: environment.EVENT_QUEUE_URL,
  }),
  ledger: createDynamoLedger({ client: dynamo, tableName: environment.LEDGER_TABLE_NAME }),
  clock: Date.now,
  observer: instruments.observer,
});

async function entry(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const body = event.body ?? '';
  const answer = await handle({
    route: event.routeKey,
    path: event.rawPath,
    pathParameters: event.pathParameters ?? {},
    headers: event.headers,
    body: event.isBase64Encoded ? Buffer.from(body, 'base64') : body,
    requestId: event.requestContext.requestId,
  });
  return {
    statusCode: answer.status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...answer.headers },
    body: JSON.stringify(answer.body),
  };
}

/** The HTTP API: the calls of the Segment tracking specification, and CloudEvents. */
export const handler = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()

  .use(instruments.middlewares)
  .use(httpHeaderNormalizer())
  .use(httpSecurityHeaders())
  .use(
    httpErrorHandler({
      // A client tries again after a 5xx; what went wrong is for our logs, not for it.
      fallbackMessage: '{"success":false,"message":"Cannot store the events now; try again"}',
      logger: (error) => instruments.observer.warn('A request failed', { error }),
    }),
  )

  .handler(entry);
