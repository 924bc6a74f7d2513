import { chargedChunks } from '#adapters/aws/capacity-units.ts';
import type { Agenda } from './agenda.ts';
import type { Tally } from './tally.ts';

/** How Lambda takes messages from a queue. */
export type Polling = {
  readonly batchSize: number;
  /** How long Lambda gathers a batch; 0: it takes what one request brings. */
  readonly windowSeconds: number;
};

/** One poller of Lambda at a queue. */
export type QueuePoller = { arrive(body: string): void };

/** Most messages of one ReceiveMessage and of one DeleteMessageBatch request. */
const messagesPerRequest = 10;

/** How long a request takes that finds messages. */
const receiveMs = 20;

/** Most bytes of one invocation. Source: AWS Lambda developer guide, "Batching behavior": 6 MB. */
const maximumPayloadBytes = 6 * 1_024 * 1_024;

/** Bytes of a record around its body: ids, receipt handle, attributes, hash, ARN. */
const recordBytes = 800;

type Message = { readonly body: string; readonly bodyBytes: number; readonly payloadBytes: number };

/**
 * Lambda at an SQS queue, as its developer guide describes it, with one poller: it waits with a long poll until there is
 * something, takes ten messages at most with a request, goes on until the window is over, the batch is full or the
 * payload would pass 6 MB, invokes the function, deletes, and starts again. `invoke` gives how long the function ran.
 */
export function createQueuePoller(
  agenda: Agenda,
  tally: Tally,
  polling: Polling,
  invoke: (bodies: readonly string[]) => Promise<number>,
): QueuePoller {
  let waiting: Message[] = [];
  let taken = 0;
  let batch: Message[] = [];
  let payloadBytes = 0;
  let windowEndsMs = 0;
  let isListening = true;

  const inQueue = () => waiting.length - taken;

  const invokeBatch = async (): Promise<void> => {
    isListening = false;
    const bodies = batch.map((message) => message.body);
    batch = [];
    payloadBytes = 0;
    tally.note('batches', 1);
    const elapsedMs = await invoke(bodies);
    tally.add('SQS deleted', Math.ceil(bodies.length / messagesPerRequest));
    agenda.at(agenda.nowMs() + elapsedMs, poll);
  };

  const takeSome = (): Message[] => {
    const some: Message[] = [];
    const most = Math.min(messagesPerRequest, polling.batchSize - batch.length);
    for (let next = waiting[taken]; next !== undefined && some.length < most; next = waiting[taken]) {
      const fits = payloadBytes + next.payloadBytes <= maximumPayloadBytes;
      if (!fits && batch.length + some.length > 0) break;
      some.push(next);
      payloadBytes += next.payloadBytes;
      taken += 1;
    }
    if (taken > 10_000) {
      waiting = waiting.slice(taken);
      taken = 0;
    }
    return some;
  };

  const received = (some: readonly Message[]) => async (): Promise<void> => {
    if (batch.length === 0) windowEndsMs = agenda.nowMs() + polling.windowSeconds * 1_000;
    batch.push(...some);
    if (agenda.nowMs() >= windowEndsMs) return invokeBatch();
    if (batch.length === some.length) agenda.at(windowEndsMs, windowOver);
    return poll();
  };

  const windowOver = async (): Promise<void> => {
    if (isListening && batch.length > 0 && agenda.nowMs() >= windowEndsMs) await invokeBatch();
  };

  const poll = async (): Promise<void> => {
    if (inQueue() === 0 && batch.length < polling.batchSize) {
      isListening = true;
      return;
    }
    isListening = false;
    const some = takeSome();
    if (some.length === 0) return invokeBatch();
    tally.add('SQS received', chargedChunks(some.reduce((sum, message) => sum + message.bodyBytes, 0)));
    agenda.at(agenda.nowMs() + receiveMs, received(some));
  };

  return {
    arrive(body) {
      const bodyBytes = Buffer.byteLength(body);
      waiting.push({ body, bodyBytes, payloadBytes: Buffer.byteLength(JSON.stringify(body)) + recordBytes });
      if (!isListening) return;
      isListening = false;
      agenda.at(agenda.nowMs(), poll);
    },
  };
}
