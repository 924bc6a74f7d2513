import type { Command } from 'commander';
import { createDynamoLedgerReader } from '#adapters/aws/dynamodb-ledger-reader.ts';
import type { Outcome } from '#contracts/outcome.ts';
import { leastRuns, type Readout, readout } from '#domain/measurement/readout.ts';
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
} from '../command-context.ts';
import { CommandError } from '../command-error.ts';
import { outputOf, resolveDeployment, tenantFor } from '../deployment.ts';
import { allItems } from '../paged.ts';
import { alignedRows } from '../text-table.ts';

/** Most outcomes that one readout holds in memory. */
const maximumOutcomes = 2_000_000;

const outcomesPerPage = 500;

function arm({ runs, succeeded }: Readout['treated']): string {
  return runs === 0 ? 'none yet' : `${succeeded} of ${runs} (${((100 * succeeded) / runs).toFixed(1)} %)`;
}

function uplift({ uplift: found }: Readout): string {
  if (found === null) return `nothing is claimed below ${leastRuns} runs in each arm`;
  const points = (share: number) => `${share >= 0 ? '+' : ''}${(share * 100).toFixed(1)}`;
  return `${points(found.points)} points (95 %: ${points(found.low)} to ${points(found.high)})`;
}

/** The readouts of all playbooks, for people. */
export function renderReadouts(readouts: readonly Readout[]): string {
  const rows = readouts.map((one) => [one.playbook, arm(one.treated), arm(one.holdout), uplift(one)]);
  return alignedRows([['playbook', 'treated: reached the goal', 'held out: reached it', 'difference'], ...rows]).join(
    '\n',
  );
}

async function measure(context: CommandContext, options: CommonOptions): Promise<void> {
  const deployment = await resolveDeployment({ stack: options.stack });
  const tenant = tenantFor(deployment, options.tenant);
  const client = dynamoClient(deployment);
  const outcomes: Outcome[] = [];
  try {
    const ledger = createDynamoLedgerReader({ client, tableName: outputOf(deployment, 'LedgerTableName') });
    for await (const outcome of allItems((page) => ledger.outcomes(tenant, page), outcomesPerPage)) {
      outcomes.push(outcome);
      if (outcomes.length > maximumOutcomes) {
        throw new CommandError(
          `Cannot measure the playbooks of ${tenant}: there are more than ${maximumOutcomes} outcomes, which do not fit into memory`,
        );
      }
    }
  } finally {
    client.destroy();
  }
  const readouts = retention.playbooks.map((playbook) => readout(playbook.name, outcomes));
  printResult(context, options.json, { tenant, outcomes: outcomes.length, readouts }, () => renderReadouts(readouts));
}

/** `measure`: whether the playbooks helped. */
export function addMeasureCommand(program: Command, context: CommandContext): void {
  program
    .command('measure')
    .description('compare treated and held-out customers of each playbook')
    .option(tenantOption[0], tenantOption[1], tenantName)
    .option(...stackOption)
    .option(...jsonOption)
    .action((options: CommonOptions) => measure(context, options));
}
