import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { createDynamoFlowStore } from '#adapters/aws/dynamodb-flow-store.ts';
import { createDynamoPopulationStore } from '#adapters/aws/dynamodb-population-store.ts';
import { createDynamoProfileScan } from '#adapters/aws/dynamodb-profile-scan.ts';
import { createDynamoSegmentSizeStore } from '#adapters/aws/dynamodb-segment-size-store.ts';
import { createDynamoSurveyProgressStore } from '#adapters/aws/dynamodb-survey-progress-store.ts';
import { createEventBridgeNotices } from '#adapters/aws/event-bridge-notices.ts';
import { createSqsMessageQueue } from '#adapters/aws/sqs-message-queue.ts';
import type { SurveyProgress } from '#contracts/survey-progress.ts';
import { isoTime } from '#contracts/time.ts';
import { createSurveyHandler } from '#functions/survey/handler.ts';
import { retention } from '#retention/retention.ts';
import { busClient, dynamoClient, queueClient } from '../aws-clients.ts';
import { type CommandContext, type CommonOptions, jsonOption, printResult, stackOption } from '../command-context.ts';
import { minute } from '../customer/text-lines.ts';
import { outputOf, resolveDeployment } from '../deployment.ts';
import { createProgress, silentProgress } from '../progress.ts';
import { surveyToEnd } from '../survey/survey-to-end.ts';

/** How often it is looked whether Ctrl-C was pressed, and written down where the survey is. */
const sliceMs = 15_000;

const help = `
Looks at every profile of the deployment, all tenants: how the features that others are compared with lie (quantiles
and means), how large every segment is, and who was never judged under a definition of today; those are woken. It is
what the function "survey" does by itself every day (surveyHours in cdk.json). The definitions are those of retention/
in this folder: let them be the deployed ones.

What compares customers with each other changes a quarter of an hour later, when every function knows the new
population; then the function "survey" looks at everybody once more, and wakes those for whom that changes something.`;

const counted = (count: number): string => count.toLocaleString('en');

function render({ startedMs, seen, woken, unreadable, effectiveFromMs }: SurveyProgress): string {
  const lines = [
    `${counted(seen)} profiles were looked at since ${minute(isoTime(startedMs))} UTC.`,
    `${counted(woken)} of them are woken to be judged again.`,
    ...(unreadable === 0
      ? []
      : [`${counted(unreadable)} could not be read: look at the log of survey, or of profile.`]),
    ...(effectiveFromMs === null
      ? []
      : [`Customers are compared with this population from ${minute(isoTime(effectiveFromMs))} on.`]),
    '"holdfast segments sizes" shows what was counted.',
  ];
  return lines.join('\n');
}

async function survey(context: CommandContext, options: CommonOptions): Promise<void> {
  const deployment = await resolveDeployment({ stack: options.stack });
  const { terminal, signal, clock } = context;
  const [client, queues, bus] = [dynamoClient(deployment), queueClient(deployment), busClient(deployment)];
  const ledger = { client, tableName: outputOf(deployment, 'LedgerTableName') };
  const note = (message: string, details: object) =>
    terminal.note(Object.keys(details).length === 0 ? message : `${message} ${JSON.stringify(details)}`);
  try {
    const handler = createSurveyHandler({
      definitions: retention,
      scan: createDynamoProfileScan({ client, tableName: outputOf(deployment, 'CustomerTableName') }),
      populations: createDynamoPopulationStore(ledger),
      sizes: createDynamoSegmentSizeStore(ledger),
      flows: createDynamoFlowStore({ ...ledger, chance: Math.random }),
      notices: createEventBridgeNotices({ client: bus, busName: outputOf(deployment, 'EventBusName') }),
      progress: createDynamoSurveyProgressStore(ledger),
      profileQueue: createSqsMessageQueue({ client: queues, queueUrl: outputOf(deployment, 'EventQueueUrl') }),
      clock: () => deployment.nowMs(clock()),
      stopwatch: () => performance.now(),
      pause: (milliseconds) => sleep(milliseconds),
      everyMs: 0,
      mostElapsedMs: sliceMs,
      observer: { count: () => undefined, note, warn: note },
    });
    const progress = options.json === true ? silentProgress : createProgress(terminal);
    const done = await surveyToEnd({ survey: handler, progress, signal });
    printResult(context, options.json, done, () => render(done));
  } finally {
    client.destroy();
    queues.destroy();
    bus.destroy();
  }
}

/** `survey`: looks at every customer now. */
export function addSurveyCommand(program: Command, context: CommandContext): void {
  program
    .command('survey')
    .description('look at every customer now: the population, the sizes of segments, and who was never judged')
    .option(...stackOption)
    .option(...jsonOption)
    .addHelpText('after', help)
    .action((options: CommonOptions) => survey(context, options));
}
