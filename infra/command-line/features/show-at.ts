import { createDynamoPopulationStore } from '#adapters/aws/dynamodb-population-store.ts';
import { createDynamoProfileStore } from '#adapters/aws/dynamodb-profile-store.ts';
import { createS3EventArchiveReader } from '#adapters/aws/s3-event-archive-reader.ts';
import type { Population } from '#contracts/population.ts';
import type { PopulationStore } from '#ports/population-store.ts';
import { retention } from '#retention/retention.ts';
import { dynamoClient, storageClient } from '../aws-clients.ts';
import { type CommandContext, type CommonOptions, printResult } from '../command-context.ts';
import { outputOf, resolveDeployment, tenantFor } from '../deployment.ts';
import { createProgress, silentProgress } from '../progress.ts';
import { featuresThen, renderFeaturesThen } from './features-at-time.ts';
import { readEventsOf } from './read-events-of.ts';
import { parseWhen } from './when.ts';

export type AtOptions = CommonOptions & { readonly time?: string };

/** The snapshots of the population that are effective at some times. */
async function populationsAt(
  store: PopulationStore,
  tenant: string,
  timesMs: readonly number[],
): Promise<Population[]> {
  const found = await Promise.all(timesMs.map((timeMs) => store.at(tenant, timeMs)));
  return found.filter((one) => one !== null);
}

/** `features at CUSTOMER`. */
export async function showAt(context: CommandContext, customerId: string, options: AtOptions): Promise<void> {
  const deployment = await resolveDeployment({ stack: options.stack });
  const tenant = tenantFor(deployment, options.tenant);
  const nowMs = deployment.nowMs(context.clock());
  const timeMs = options.time === undefined ? null : parseWhen(options.time, nowMs);
  const [dynamo, storage] = [dynamoClient(deployment), storageClient(deployment)];
  try {
    const profiles = createDynamoProfileStore({ client: dynamo, tableName: outputOf(deployment, 'CustomerTableName') });
    const store = createDynamoPopulationStore({ client: dynamo, tableName: outputOf(deployment, 'LedgerTableName') });
    const archive = createS3EventArchiveReader({
      client: storage,
      bucketName: outputOf(deployment, 'ArchiveBucketName'),
    });
    const progress = options.json === true ? silentProgress : createProgress(context.terminal);
    const events = await readEventsOf({ archive, profiles, tenant, customerId, signal: context.signal, progress });
    const populations = await populationsAt(store, tenant, timeMs === null ? [nowMs] : [timeMs, nowMs]);
    const record = await profiles.load(tenant, customerId, 'consistent');
    const shown = featuresThen(retention, { events, populations }, record, { tenant, customerId, timeMs, nowMs });
    printResult(context, options.json, shown, () => renderFeaturesThen(shown));
  } finally {
    dynamo.destroy();
    storage.destroy();
  }
}
