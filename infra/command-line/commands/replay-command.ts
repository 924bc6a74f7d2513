import { setTimeout as pause } from 'node:timers/promises';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Command } from 'commander';
import { createDynamoProfileStore } from '#adapters/aws/dynamodb-profile-store.ts';
import { createS3EventArchiveReader } from '#adapters/aws/s3-event-archive-reader.ts';
import { createSqsMessageQueue } from '#adapters/aws/sqs-message-queue.ts';
import type { ArchivedBatchMessage } from '#contracts/queue-message.ts';
import { retention } from '#retention/retention.ts';
import { dynamoClient, queueClient, queueDepth, storageClient } from '../aws-clients.ts';
import {
  type CommandContext,
  type CommonOptions,
  jsonOption,
  printResult,
  stackOption,
  tenantName,
  tenantOption,
  wholeNumber,
} from '../command-context.ts';
import { CommandError } from '../command-error.ts';
import { type Deployment, outputOf, resolveDeployment, tenantFor } from '../deployment.ts';
import { queueDestination } from '../import/queue-destination.ts';
import { createProgress, type Progress, silentProgress } from '../progress.ts';
import { archiveBacklog } from '../replay/archive-backlog.ts';
import { archiveDay } from '../replay/archive-day.ts';
import { renderReplay } from '../replay/render-replay.ts';
import type { ReplayDestination } from '../replay/replay-destination.ts';
import { runReplay } from '../replay/run-replay.ts';

type ReplayOptions = CommonOptions & {
  readonly from?: string;
  readonly to?: string;
  readonly customer?: string;
  readonly dryRun?: boolean;
  readonly rebuild?: boolean;
  readonly wait?: boolean;
  readonly waitSeconds: number;
};

const help = `
Folds the archive again and compares it with what is stored. Customers who are not stored get their events once more through the
event queue, and such as lack events get those; that is safe, because each event counts once for a customer who remembers it.
Customers for whom it is not safe are left alone and counted, with what to do. Nobody is contacted because of a replay.

--dry-run changes nothing: it says how many profiles are, byte for byte, what the archive gives, and how many differ.
--rebuild writes the profiles that differ anew from the whole archive, as after a change of the tracking plan. Ids that are
remembered stay, so that live events can go on coming.

Running the same command again goes on where it stopped: what is done by then is identical.`;

/** The event queue as a replay sends to it. */
async function destinationOf(
  client: SQSClient,
  deployment: Deployment,
  context: CommandContext,
  options: ReplayOptions,
  progress: Progress,
): Promise<ReplayDestination> {
  const queueUrl = outputOf(deployment, 'EventQueueUrl');
  const waits = options.wait ?? deployment.kind === 'local';
  const { clock, signal } = context;
  const settings = { waits, timeoutSeconds: options.waitSeconds, clock, signal, progress };
  const { seeThrough } = await queueDestination(client, deployment, settings, 'replay');
  const queue = createSqsMessageQueue<ArchivedBatchMessage>({ client, queueUrl });
  return { queue, depth: () => queueDepth(client, queueUrl), seeThrough };
}

function refuseImpossible({ rebuild, from, to }: ReplayOptions): void {
  if (rebuild === true && (from !== undefined || to !== undefined)) {
    throw new CommandError(
      'Cannot rebuild profiles from some days alone: a profile holds all events; leave --from and --to out',
    );
  }
  if (from !== undefined && to !== undefined && from > to) {
    throw new CommandError(`Cannot replay from ${from} to ${to}: the first day is after the last; swap them`);
  }
}

async function replay(context: CommandContext, options: ReplayOptions): Promise<void> {
  refuseImpossible(options);
  const deployment = await resolveDeployment({ stack: options.stack });
  const progress = options.json === true ? silentProgress : createProgress(context.terminal);
  const [dynamo, queues, storage] = [dynamoClient(deployment), queueClient(deployment), storageClient(deployment)];
  try {
    const isDry = options.dryRun === true;
    const destination = isDry ? null : await destinationOf(queues, deployment, context, options, progress);
    const summary = await runReplay({
      archive: createS3EventArchiveReader({ client: storage, bucketName: outputOf(deployment, 'ArchiveBucketName') }),
      profiles: createDynamoProfileStore({ client: dynamo, tableName: outputOf(deployment, 'CustomerTableName') }),
      definitions: retention,
      tenant: tenantFor(deployment, options.tenant),
      days: { from: options.from ?? null, to: options.to ?? null },
      customer: options.customer ?? null,
      rebuild: options.rebuild === true,
      destination,
      backlog: await archiveBacklog(queues, deployment),
      nowMs: deployment.nowMs(context.clock()),
      waitSeconds: options.waitSeconds,
      realNowMs: context.clock,
      pause: (milliseconds) => pause(milliseconds),
      signal: context.signal,
      progress,
    });
    printResult(context, options.json, summary, () => renderReplay(summary));
    if (summary.problem !== null) throw new CommandError(summary.problem);
    if (summary.status === 'interrupted') {
      throw new CommandError('Cannot finish the replay: interrupted; run the same command again to go on');
    }
  } finally {
    for (const client of [dynamo, queues, storage]) client.destroy();
  }
}

/** `replay`: folds the archive again. */
export function addReplayCommand(program: Command, context: CommandContext): void {
  program
    .command('replay')
    .description('fold the archive of accepted events again, compare it with what is stored, and send what is missing')
    .option('--from <day>', 'the first UTC day of receipt, such as 2026-01-31 (default: all)', archiveDay)
    .option('--to <day>', 'the last UTC day of receipt (default: all)', archiveDay)
    .option('--customer <id>', 'only this customer, with the visitors that have become part of it')
    .option('--dry-run', 'compare only, and change nothing')
    .option('--rebuild', 'write profiles that differ from what the whole archive gives anew')
    .option('--wait', 'wait until everything is worked off (the default for the local stack)')
    .option('--no-wait', 'do not wait')
    .option('--wait-seconds <seconds>', 'how long to wait at most', wholeNumber(1, 86_400), 600)
    .option(tenantOption[0], tenantOption[1], tenantName)
    .option(...stackOption)
    .option(...jsonOption)
    .addHelpText('after', help)
    .action((options: ReplayOptions) => replay(context, options));
}
