import type { Command } from 'commander';
import { createDynamoLedgerReader } from '#adapters/aws/dynamodb-ledger-reader.ts';
import { createDynamoPopulationStore } from '#adapters/aws/dynamodb-population-store.ts';
import { createDynamoProfileStore } from '#adapters/aws/dynamodb-profile-store.ts';
import { createDynamoRunStore } from '#adapters/aws/dynamodb-run-store.ts';
import { accountPrefix } from '#contracts/identifier.ts';
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
import { accountLines, explainAccount, renderAccount } from '../customer/explain-account.ts';
import { explainCustomer, explainedAtMs } from '../customer/explain-customer.ts';
import { readAccountFile, readCustomerFile } from '../customer/read-customer-file.ts';
import { renderExplanation } from '../customer/render-explanation.ts';
import { outputOf, resolveDeployment, tenantFor } from '../deployment.ts';

function unknownCustomer(tenant: string, customerId: string): string {
  return (
    `Cannot explain the customer "${customerId}": tenant ${tenant} has none with this id; ids are exact, leading zeros and ` +
    'capitals included; a visitor who is not known yet is anonymous:ID, an account is account:ID'
  );
}

async function why(context: CommandContext, customerId: string, options: CommonOptions): Promise<void> {
  const deployment = await resolveDeployment({ stack: options.stack });
  const tenant = tenantFor(deployment, options.tenant);
  const client = dynamoClient(deployment);
  try {
    const tableName = outputOf(deployment, 'CustomerTableName');
    const nowMs = deployment.nowMs(context.clock());
    const ledgerTableName = outputOf(deployment, 'LedgerTableName');
    const populations = createDynamoPopulationStore({ client, tableName: ledgerTableName });
    const stores = {
      profiles: createDynamoProfileStore({ client, tableName }),
      runs: createDynamoRunStore({ client, tableName }),
      ledger: createDynamoLedgerReader({ client, tableName: ledgerTableName }),
    };
    const playbooks = retention.playbooks.map((playbook) => playbook.name);
    const file = await readCustomerFile(stores, playbooks, tenant, customerId);
    const isAccount = customerId.startsWith(accountPrefix);
    const accountFile = isAccount ? await readAccountFile(stores.profiles, tenant, customerId) : null;
    const account = accountFile === null ? null : explainAccount(accountFile);
    if (file !== null) {
      const population = await populations.at(tenant, explainedAtMs(file.record, nowMs));
      const explanation = explainCustomer(retention, file, nowMs, population);
      const document = account === null ? explanation : { ...explanation, account };
      const beside = account === null ? [] : accountLines(account);
      printResult(context, options.json, document, () => [renderExplanation(explanation), ...beside].join('\n'));
      return;
    }
    if (account === null) throw new CommandError(unknownCustomer(tenant, customerId));
    printResult(context, options.json, account, () => renderAccount(account));
  } finally {
    client.destroy();
  }
}

/** `why CUSTOMER`: what is known of a customer, what was decided, and why. */
export function addWhyCommand(program: Command, context: CommandContext): void {
  program
    .command('why')
    .description("print a customer's state, score and segments, how it came to them, and what was done about it")
    .argument('<customer>', "the customer's id; of a visitor anonymous:ID, of an account account:ID")
    .option(tenantOption[0], tenantOption[1], tenantName)
    .option(...stackOption)
    .option(...jsonOption)
    .action((customerId: string, options: CommonOptions) => why(context, customerId, options));
}
