import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { Meter } from '#ports/meter.ts';
import { chargedChunks } from './capacity-units.ts';

type Handler = (call: { input: object }) => Promise<{ output: object; response: unknown }>;
type Middleware = (next: Handler, context: { readonly clientName?: string; readonly commandName?: string }) => Handler;

/** An AWS client whose calls can be seen on their way. */
export type MeterableClient = {
  readonly middlewareStack: {
    add(middleware: Middleware, options: { step: 'initialize'; priority: 'low'; name: string }): void;
  };
};

const capacity = z.object({ CapacityUnits: z.number().default(0) });
const consumption = z.object({ ConsumedCapacity: z.union([z.array(capacity), capacity]).optional() });
const queueRequest = z.object({ Entries: z.array(z.object({ MessageBody: z.string() })) });
const busRequest = z.object({
  Entries: z.array(z.object({ Source: z.string(), DetailType: z.string(), Detail: z.string() })),
});

const dynamoReads = new Set(['GetItemCommand', 'BatchGetItemCommand', 'QueryCommand', 'ScanCommand']);

/** DynamoDB does not say what a write cost whose condition did not hold; our conditions guard items of one unit. */
const refusedWriteUnits = 1;

/** Bytes of an event's time, which EventBridge counts besides its texts. */
const eventTimeBytes = 14;

const bytesOf = (texts: readonly string[]): number => texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);

const meteredDynamo =
  (meter: Meter, commandName: string, next: Handler): Handler =>
  async (call) => {
    meter.count('DynamoDB requests', 1);
    try {
      const answer = await next({ ...call, input: { ...call.input, ReturnConsumedCapacity: 'TOTAL' } });
      const { ConsumedCapacity = [] } = consumption.parse(answer.output);
      const units = [ConsumedCapacity].flat().reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0);
      meter.count(dynamoReads.has(commandName) ? 'read units' : 'write units', units);
      return answer;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) meter.count('write units', refusedWriteUnits);
      throw error;
    }
  };

const meteredQueue =
  (meter: Meter, next: Handler): Handler =>
  (call) => {
    const { Entries } = queueRequest.parse(call.input);
    meter.count('SQS requests', chargedChunks(bytesOf(Entries.map((entry) => entry.MessageBody))));
    return next(call);
  };

const meteredBus =
  (meter: Meter, next: Handler): Handler =>
  (call) => {
    for (const { Source, DetailType, Detail } of busRequest.parse(call.input).Entries) {
      meter.count('EventBridge entries', chargedChunks(eventTimeBytes + bytesOf([Source, DetailType, Detail])));
    }
    return next(call);
  };

const meteredArchive =
  (meter: Meter, next: Handler): Handler =>
  (call) => {
    meter.count('S3 puts', 1);
    return next(call);
  };

const meteredMail =
  (meter: Meter, next: Handler): Handler =>
  async (call) => {
    const answer = await next(call);
    meter.count('e-mails', 1);
    return answer;
  };

/**
 * Lets the meter count what AWS charges for the calls of a client, and gives the client back: capacity units as DynamoDB
 * reports them, with its indexes; what is sent to SQS and EventBridge by every 64 KB begun; objects that are put into S3;
 * e-mails that SES took. What the client tries again counts once.
 */
export function meteredClient<Client extends MeterableClient>(client: Client, meter: Meter): Client {
  const middleware: Middleware = (next, { clientName, commandName = '' }) => {
    if (clientName === 'DynamoDBClient') return meteredDynamo(meter, commandName, next);
    if (commandName === 'SendMessageBatchCommand') return meteredQueue(meter, next);
    if (commandName === 'PutEventsCommand') return meteredBus(meter, next);
    if (commandName === 'PutObjectCommand') return meteredArchive(meter, next);
    if (commandName === 'SendEmailCommand') return meteredMail(meter, next);
    return next;
  };
  client.middlewareStack.add(middleware, { step: 'initialize', priority: 'low', name: 'holdfastMeter' });
  return client;
}
