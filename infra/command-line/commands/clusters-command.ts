import type { Command } from 'commander';
import { createDynamoProfileReader } from '#adapters/aws/dynamodb-profile-reader.ts';
import { subjectOf } from '#domain/profile/customer-of.ts';
import { type Rfm, type RfmCluster, rfmClusters } from '#domain/training/rfm-clusters.ts';
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
import { rfmOf } from '../customer/rfm-of.ts';
import { outputOf, resolveDeployment, tenantFor } from '../deployment.ts';
import { allItems } from '../paged.ts';
import { alignedRows } from '../text-table.ts';

type ClusterOptions = CommonOptions & { readonly count: number; readonly seed: number };

/** Most customers that are held in memory to be grouped; three numbers each. */
const maximumCustomers = 5_000_000;

const profilesPerPage = 500;

function render(customers: number, clusters: readonly RfmCluster[]): string {
  const header = ['customers', 'share', 'days since last purchase', 'purchases', 'money'];
  const rows = clusters.map(({ size, mean }) => [
    String(size),
    `${((100 * size) / customers).toFixed(1)} %`,
    mean.recencyDays.toFixed(1),
    mean.frequency.toFixed(2),
    mean.monetary.toFixed(2),
  ]);
  return [
    `${customers} customers who have bought, in ${clusters.length} groups (means):`,
    '',
    ...alignedRows([header, ...rows]),
  ].join('\n');
}

async function clusters(context: CommandContext, options: ClusterOptions): Promise<void> {
  const deployment = await resolveDeployment({ stack: options.stack });
  const tenant = tenantFor(deployment, options.tenant);
  const client = dynamoClient(deployment);
  const customers: { key: string; rfm: Rfm }[] = [];
  try {
    const reader = createDynamoProfileReader({ client, tableName: outputOf(deployment, 'CustomerTableName') });
    const nowMs = deployment.nowMs(context.clock());
    for await (const record of allItems((page) => reader.profiles(tenant, page), profilesPerPage)) {
      if (subjectOf(record.customerId) === 'account') continue;
      const rfm = rfmOf(record, nowMs);
      if (rfm !== null) customers.push({ key: record.customerId, rfm });
      if (customers.length > maximumCustomers) {
        throw new CommandError(
          `Cannot group the customers of ${tenant}: there are more than ${maximumCustomers}, which do not fit into memory`,
        );
      }
    }
  } finally {
    client.destroy();
  }
  // A scan has no particular order, and k-means depends on it: the same customers shall give the same groups.
  customers.sort((a, b) => (a.key < b.key ? -1 : 1));
  const found = rfmClusters(
    customers.map((one) => one.rfm),
    { clusters: options.count, seed: options.seed },
  );
  if (found.kind === 'too few')
    throw new CommandError(`Cannot group the customers of ${tenant}: ${found.reason}; pass a smaller --count`);
  const result = { tenant, customers: customers.length, seed: options.seed, clusters: found.clusters };
  printResult(context, options.json, result, () => render(customers.length, found.clusters));
}

/** `clusters`: groups of customers that are alike in recency, frequency and monetary value. */
export function addClustersCommand(program: Command, context: CommandContext): void {
  program
    .command('clusters')
    .description('group the customers who have bought by recency, frequency and monetary value (k-means)')
    .option('--count <clusters>', 'how many groups', wholeNumber(1, 50), 5)
    .option('--seed <number>', 'the same seed gives the same groups', wholeNumber(0, 2 ** 31 - 1), 1)
    .option(tenantOption[0], tenantOption[1], tenantName)
    .option(...stackOption)
    .option(...jsonOption)
    .action((options: ClusterOptions) => clusters(context, options));
}
