import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildApp } from 'fauxqs';
import * as z from 'zod';
import { adoptKeptQueues } from './kept-queues.ts';
import { createLocalQueue, type LocalQueue } from './local-queue.ts';
import { createQueueStores, keepObjectsInFiles, openQueueDisk } from './queue-stores.ts';
import { openTemporaryBuckets } from './temporary-buckets.ts';

export type QueueEngineOptions = {
  /** Where messages and objects are kept; undefined keeps none. */
  readonly dataDirectory: string | undefined;
  readonly accountId: string;
  readonly region: string;
};

export type OutgoingMessage = {
  readonly body: string;
  readonly messageAttributes: Readonly<Record<string, string>>;
  /** For FIFO queues; null elsewhere. */
  readonly messageGroupId: string | null;
};

/** SQS (and S3) in this process, on a port of 127.0.0.1. */
export type QueueEngine = {
  readonly endpoint: string;
  /** Makes a queue, or takes over one that was kept, with these attributes. */
  readonly ensureQueue: (name: string, attributes: Readonly<Record<string, string>>) => LocalQueue;
  readonly queueByArn: (arn: string) => LocalQueue | undefined;
  readonly queues: () => readonly LocalQueue[];
  /** Resolves once the queue holds the message. @throws Error with SQS's reason when it refuses. */
  readonly send: (queueArn: string, message: OutgoingMessage) => Promise<void>;
  readonly ensureBucket: (name: string) => void;
  readonly stop: () => Promise<void>;
};

const errorSchema = z.object({ message: z.string().default('no reason given') });

/** Starts SQS. @throws Error when the kept messages cannot be read. */
export const startQueueEngine = async (options: QueueEngineOptions): Promise<QueueEngine> => {
  const { accountId, region } = options;
  const stores = await createQueueStores();
  const { sqsStore, s3Store } = stores;
  // With a host name of its own the engine would hand out http://sqs.<region>.<host>, which no resolver knows.
  sqsStore.host = '';
  const server = buildApp({ logger: false, defaultRegion: region, stores });
  const endpoint = await server.listen({ host: '127.0.0.1', port: 0 });
  const urlPrefix = `${endpoint}/${accountId}/`;
  const disk = options.dataDirectory === undefined ? undefined : await openDisk(options.dataDirectory, urlPrefix);
  disk?.attach(stores);
  const temporary = disk === undefined ? openTemporaryBuckets() : undefined;
  if (temporary !== undefined) await keepObjectsInFiles(stores, temporary.path);
  const queues = new Map<string, LocalQueue>();

  const ensureQueue = (name: string, attributes: Readonly<Record<string, string>>): LocalQueue => {
    const arn = `arn:aws:sqs:${region}:${accountId}:${name}`;
    const kept = sqsStore.getQueueByArn(arn);
    kept?.setAttributes({ RedrivePolicy: '', ...attributes });
    const queue = kept ?? sqsStore.createQueue(name, urlPrefix + name, arn, { ...attributes });
    const local = createLocalQueue(queue, (deadLetterArn) => sqsStore.getQueueByArn(deadLetterArn));
    queues.set(arn, local);
    return local;
  };

  const send = async (queueArn: string, message: OutgoingMessage): Promise<void> => {
    const queue = queues.get(queueArn);
    if (queue === undefined) throw new Error(`Cannot send a message: there is no queue ${queueArn}`);
    const response = await server.inject({
      method: 'POST',
      url: '/',
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.SendMessage' },
      payload: JSON.stringify(sendRequest(queue.url, message)),
    });
    if (response.statusCode === 200) return;
    const { message: reason } = errorSchema.parse(response.json());
    throw new Error(`Cannot send a message to ${queue.name}: ${reason}`);
  };

  return {
    endpoint,
    ensureQueue,
    queueByArn: (arn) => queues.get(arn),
    queues: () => [...queues.values()],
    send,
    ensureBucket: (name) => {
      if (!s3Store.hasBucket(name)) s3Store.createBucket(name);
    },
    stop: async () => {
      await server.close();
      disk?.close();
      temporary?.release();
    },
  };
};

const openDisk = (dataDirectory: string, urlPrefix: string): ReturnType<typeof openQueueDisk> => {
  const directory = join(dataDirectory, 'sqs');
  mkdirSync(directory, { recursive: true });
  adoptKeptQueues(directory, urlPrefix);
  return openQueueDisk(directory);
};

const sendRequest = (queueUrl: string, message: OutgoingMessage): Readonly<Record<string, unknown>> => ({
  QueueUrl: queueUrl,
  MessageBody: message.body,
  MessageAttributes: Object.fromEntries(
    Object.entries(message.messageAttributes).map(([name, value]) => [
      name,
      { DataType: 'String', StringValue: value },
    ]),
  ),
  ...(message.messageGroupId === null ? {} : { MessageGroupId: message.messageGroupId }),
});
