import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { createDynamoPopulationStore } from '#adapters/aws/dynamodb-population-store.ts';
import { createDynamoProfileStore } from '#adapters/aws/dynamodb-profile-store.ts';
import { createS3EventArchiveReader } from '#adapters/aws/s3-event-archive-reader.ts';
import { createSqsMessageQueue } from '#adapters/aws/sqs-message-queue.ts';
import type { ArchivedBatchMessage, RelationMessage } from '#contracts/queue-message.ts';
import { retention } from '#retention/retention.ts';
import { dynamoClient, queueClient, queueDepth, storageClient } from '../aws-clients.ts';
import type { CommandContext, CommonOptions } from '../command-context.ts';
import { type Deployment, outputOf, resolveDeployment, tenantFor } from '../deployment.ts';
import { queueDestination } from '../import/queue-destination.ts';
import { createProgress, silentProgress } from '../progress.ts';
import { archiveBacklog } from './archive-backlog.ts';
import type { ReplayDestination } from './replay-destination.ts';
import type { ReplaySettings } from './run-replay.ts';

export type OpenReplayOptions = CommonOptions & {
  readonly dryRun?: boolean;
  readonly wait?: boolean;
  readonly waitSeconds: number;
};

/** What commands need that fold the archive again: how it is to be done, and where. */
export type OpenReplay = {
  readonly deployment: Deployment;
  readonly dynamo: DynamoDBClient;
  readonly settings: Omit<ReplaySettings, 'days' | 'customer' | 'only' | 'rebuild'>;
};

/** The event queue as a replay sends to it. */
async function destinationOf(
  client: SQSClient,
  deployment: Deployment,
  context: CommandContext,
  options: OpenReplayOptions,
  progress: ReplaySettings['progress'],
): Promise<ReplayDestination> {
  const queueUrl = outputOf(deployment, 'EventQueueUrl');
  const waits = options.wait ?? deployment.kind === 'local';
  const { clock, signal } = context;
  const settings = { waits, timeoutSeconds: options.waitSeconds, clock, signal, progress };
  const { seeThrough } = await queueDestination(client, deployment, settings, 'replay');
  return {
    queue: createSqsMessageQueue<ArchivedBatchMessage>({ client, queueUrl }),
    relations: createSqsMessageQueue<RelationMessage>({ client, queueUrl }),
    depth: () => queueDepth(client, queueUrl),
    seeThrough,
  };
}

/** Waits, but not longer than until Ctrl-C. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** Opens a deployment for folding its archive again, and closes it afterwards. */
export async function withReplay(
  context: CommandContext,
  options: OpenReplayOptions,
  work: (open: OpenReplay) => Promise<void>,
): Promise<void> {
  const { signal, clock, terminal } = context;
  const deployment = await resolveDeployment({ stack: options.stack });
  const tenant = tenantFor(deployment, options.tenant);
  const progress = options.json === true ? silentProgress : createProgress(terminal);
  const [dynamo, queues, storage] = [dynamoClient(deployment), queueClient(deployment), storageClient(deployment)];
  try {
    const isDry = options.dryRun === true;
    const destination = isDry ? null : await destinationOf(queues, deployment, context, options, progress);
    const settings = {
      archive: createS3EventArchiveReader({ client: storage, bucketName: outputOf(deployment, 'ArchiveBucketName') }),
      profiles: createDynamoProfileStore({ client: dynamo, tableName: outputOf(deployment, 'CustomerTableName') }),
      populations: createDynamoPopulationStore({ client: dynamo, tableName: outputOf(deployment, 'LedgerTableName') }),
      definitions: retention,
      tenant,
      destination,
      backlog: await archiveBacklog(queues, deployment),
      nowMs: deployment.nowMs(clock()),
      waitSeconds: options.waitSeconds,
      realNowMs: clock,
      pause: (milliseconds: number) => pause(milliseconds, signal),
      signal,
      progress,
      observer: {
        count: () => undefined,
        note: (message: string, details: object) => terminal.note(`${message}: ${JSON.stringify(details)}`),
      },
    };
    await work({ deployment, dynamo, settings });
  } finally {
    for (const client of [dynamo, queues, storage]) client.destroy();
  }
}
