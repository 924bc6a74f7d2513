import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Command, InvalidArgumentError } from 'commander';
import * as z from 'zod';
import { createDynamoFlowStore } from '#adapters/aws/dynamodb-flow-store.ts';
import { createDynamoLedgerReader } from '#adapters/aws/dynamodb-ledger-reader.ts';
import { createDynamoProfileStore } from '#adapters/aws/dynamodb-profile-store.ts';
import { createDynamoSegmentSizeStore } from '#adapters/aws/dynamodb-segment-size-store.ts';
import { isoTime } from '#contracts/time.ts';
import { flowsOf } from '#domain/migrations/flows-of.ts';
import { runningSizes } from '#domain/migrations/running-sizes.ts';
import { retention } from '#retention/retention.ts';
import { dynamoClient } from '../aws-clients.ts';
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
import { openLock } from '../features/open-lock.ts';
import { listSegments, renderSegments } from '../segments/list-segments.ts';
import { renderFlows, segmentFlows } from '../segments/segment-flows.ts';
import { mostTransitions, renderSegmentHistory, segmentHistory } from '../segments/segment-history.ts';
import { renderSizes } from '../segments/segment-sizes.ts';
import { renderSegment, showSegment } from '../segments/show-segment.ts';
import { renderSizeHistory, sizeHistory } from '../segments/size-history.ts';

type JsonOption = { readonly json?: boolean };
type SizesOptions = CommonOptions & { readonly days?: number };
type FlowsOptions = CommonOptions & { readonly day?: string };
type HistoryOptions = CommonOptions & { readonly segment?: string };

/** Most days since a survey that are added up: who has had none for longer needs one. */
const mostDays = 31;

const dayMs = 86_400_000;

/** The UTC days from one time to another, both included. */
function daysFrom(fromMs: number, untilMs: number): string[] {
  const first = Math.floor(fromMs / dayMs);
  const count = Math.min(mostDays, Math.floor(untilMs / dayMs) - first + 1);
  return Array.from({ length: Math.max(1, count) }, (_, index) => isoTime((first + index) * dayMs).slice(0, 10));
}

/** Surveys of a day that are looked through: one, and some that were asked for. */
const surveysADay = 4;

function flowDay(text: string): string {
  if (z.iso.date().safeParse(text).success) return text;
  throw new InvalidArgumentError('It must be a day such as 2026-03-01.');
}

async function history(context: CommandContext, customerId: string, options: HistoryOptions): Promise<void> {
  const deployment = await resolveDeployment({ stack: options.stack });
  const tenant = tenantFor(deployment, options.tenant);
  const client = dynamoClient(deployment);
  try {
    const profiles = createDynamoProfileStore({ client, tableName: outputOf(deployment, 'CustomerTableName') });
    const ledger = createDynamoLedgerReader({ client, tableName: outputOf(deployment, 'LedgerTableName') });
    const [record, transitions] = await Promise.all([
      profiles.load(tenant, customerId, 'consistent'),
      ledger.transitionsOf(tenant, customerId, mostTransitions),
    ]);
    const shown = segmentHistory({ tenant, customerId, only: options.segment ?? null }, record, transitions);
    printResult(context, options.json, shown, () => renderSegmentHistory(shown));
  } finally {
    client.destroy();
  }
}

async function withLedger(
  options: CommonOptions,
  use: (tenant: string, ledger: { client: DynamoDBClient; tableName: string }, deployment: Deployment) => Promise<void>,
): Promise<void> {
  const deployment = await resolveDeployment({ stack: options.stack });
  const client = dynamoClient(deployment);
  try {
    const ledger = { client, tableName: outputOf(deployment, 'LedgerTableName') };
    await use(tenantFor(deployment, options.tenant), ledger, deployment);
  } finally {
    client.destroy();
  }
}

function flows(context: CommandContext, options: FlowsOptions): Promise<void> {
  return withLedger(options, async (tenant, ledger, deployment) => {
    const day = options.day ?? isoTime(deployment.nowMs(context.clock())).slice(0, 10);
    const store = createDynamoFlowStore({ ...ledger, chance: Math.random });
    const shown = segmentFlows(tenant, day, flowsOf(await store.patterns(tenant, day)));
    printResult(context, options.json, shown, () => renderFlows(shown));
  });
}

function sizes(context: CommandContext, options: SizesOptions): Promise<void> {
  return withLedger(options, async (tenant, ledger, deployment) => {
    const store = createDynamoSegmentSizeStore(ledger);
    if (options.days !== undefined) {
      const { items } = await store.list(tenant, { limit: options.days * surveysADay, next: null });
      const history = sizeHistory(tenant, items, options.days);
      return printResult(context, options.json, history, () => renderSizeHistory(history));
    }
    const counted = await store.latest(tenant);
    if (counted === null) {
      throw new CommandError(
        `Cannot tell the sizes of segments of ${tenant}: no survey has counted them yet; run holdfast survey`,
      );
    }
    const flows = createDynamoFlowStore({ ...ledger, chance: Math.random });
    const sums = await Promise.all(
      daysFrom(counted.endedMs, deployment.nowMs(context.clock())).map((day) => flows.patterns(tenant, day)),
    );
    const running = runningSizes(sums.flat());
    printResult(context, options.json, { tenant, ...counted }, () => renderSizes(tenant, counted, running));
  });
}

/** `segments …`: who is in which, and by what rule. */
export function addSegmentsCommand(program: Command, context: CommandContext): void {
  const segments = program.command('segments').description('the segments of retention/, and who was in which');
  segments
    .command('list')
    .description('show every segment with its rule as a sentence')
    .option(...jsonOption)
    .action((options: JsonOption) => {
      const listed = listSegments(retention);
      printResult(context, options.json, { segments: listed }, () => renderSegments(listed));
    });
  segments
    .command('show <name>')
    .description('show one segment: its rules, what it needs, and every version that there was')
    .option(...jsonOption)
    .action((name: string, options: JsonOption) => {
      const shown = showSegment(retention, openLock(), name);
      printResult(context, options.json, shown, () => renderSegment(shown));
    });
  segments
    .command('sizes')
    .description(
      'show how many were in each segment when the last survey counted them, and are now, and their yearly revenue',
    )
    .option('--days <count>', 'instead, how many there were on each of the last days', wholeNumber(1, 90))
    .option(tenantOption[0], tenantOption[1], tenantName)
    .option(...stackOption)
    .option(...jsonOption)
    .action((options: SizesOptions) => sizes(context, options));
  segments
    .command('flows')
    .description(
      'show who entered and left which segment on a day, from where to where, and the yearly revenue that moved',
    )
    .option('--day <date>', 'a UTC day, such as 2026-03-01 (default: today)', flowDay)
    .option(tenantOption[0], tenantOption[1], tenantName)
    .option(...stackOption)
    .option(...jsonOption)
    .action((options: FlowsOptions) => flows(context, options));
  segments
    .command('history <customer>')
    .description('show which segments a customer or account entered and left, when and why')
    .option('--segment <name>', 'only this segment')
    .option(tenantOption[0], tenantOption[1], tenantName)
    .option(...stackOption)
    .option(...jsonOption)
    .action((customerId: string, options: HistoryOptions) => history(context, customerId, options));
}
