import type { Command } from 'commander';
import { createDynamoLedgerReader } from '#adapters/aws/dynamodb-ledger-reader.ts';
import type { QuarantinedEvent } from '#contracts/quarantine.ts';
import { isoTime } from '#contracts/time.ts';
import type { Page } from '#ports/ledger.ts';
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
import { outputOf, resolveDeployment, tenantFor } from '../deployment.ts';
import { alignedRows } from '../text-table.ts';

type ListOptions = CommonOptions & { readonly limit: number; readonly page?: string };

function render(tenant: string, page: Page<QuarantinedEvent>): string {
  if (page.items.length === 0) return `No events of ${tenant} are set aside here.`;
  const rows = page.items.map((one) => [isoTime(one.receivedMs), one.reason, one.source, one.detail, one.id]);
  const more = page.next === null ? [] : ['', `More with --page ${page.next}`];
  return [...alignedRows([['received', 'reason', 'source', 'detail', 'id'], ...rows]), ...more].join('\n');
}

async function list(context: CommandContext, options: ListOptions): Promise<void> {
  const deployment = await resolveDeployment({ stack: options.stack });
  const tenant = tenantFor(deployment, options.tenant);
  const client = dynamoClient(deployment);
  try {
    const ledger = createDynamoLedgerReader({ client, tableName: outputOf(deployment, 'LedgerTableName') });
    const page = await ledger.quarantined(tenant, { limit: options.limit, next: options.page ?? null });
    printResult(context, options.json, page, () => render(tenant, page));
  } finally {
    client.destroy();
  }
}

/** `quarantine list`: events that were set aside, with their reasons. */
export function addQuarantineCommand(program: Command, context: CommandContext): void {
  program
    .command('quarantine')
    .description('events that were set aside because something about them is wrong')
    .command('list')
    .description('list them, the latest first')
    .option('--limit <count>', 'how many at a time', wholeNumber(1, 1_000), 50)
    .option('--page <token>', 'go on where the list before stopped')
    .option(tenantOption[0], tenantOption[1], tenantName)
    .option(...stackOption)
    .option(...jsonOption)
    .action((options: ListOptions) => list(context, options));
}
