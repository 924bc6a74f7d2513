import { createDynamoLedgerReader } from '#adapters/aws/dynamodb-ledger-reader.ts';
import { createDynamoQuarantine } from '#adapters/aws/dynamodb-quarantine.ts';
import type { QuarantinedEvent } from '#contracts/quarantine.ts';
import type { LedgerReader } from '#ports/ledger.ts';
import type { Quarantine } from '#ports/quarantine.ts';
import { dynamoClient } from '../aws-clients.ts';
import type { CommonOptions } from '../command-context.ts';
import { type Deployment, outputOf, resolveDeployment, tenantFor } from '../deployment.ts';
import { allItems } from '../paged.ts';

/** Entries that one request reads. */
const entriesPerPage = 500;

/** The quarantine of one tenant of a deployment. */
export type OpenQuarantine = {
  readonly deployment: Deployment;
  readonly tenant: string;
  readonly ledger: Pick<LedgerReader, 'quarantined'>;
  readonly quarantine: Quarantine;
  /** All entries, the latest first. */
  readonly entries: () => AsyncIterable<QuarantinedEvent>;
};

/** Opens the quarantine that the options name, for as long as `use` works with it. */
export async function withQuarantine(options: CommonOptions, use: (open: OpenQuarantine) => Promise<void>) {
  const deployment = await resolveDeployment({ stack: options.stack });
  const tenant = tenantFor(deployment, options.tenant);
  const client = dynamoClient(deployment);
  try {
    const tableName = outputOf(deployment, 'LedgerTableName');
    const ledger = createDynamoLedgerReader({ client, tableName });
    const entries = () => allItems((page) => ledger.quarantined(tenant, page), entriesPerPage);
    await use({ deployment, tenant, ledger, quarantine: createDynamoQuarantine({ client, tableName }), entries });
  } finally {
    client.destroy();
  }
}
