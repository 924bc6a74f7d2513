import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { createDynamoSourceStore } from '#adapters/aws/dynamodb-source-store.ts';
import { sourceSchema } from '#contracts/source.ts';
import { isoTime } from '#contracts/time.ts';
import { hashWriteKey } from '#domain/ingest/write-key.ts';
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

/** Random bytes of a write key: too many to guess. */
const keyBytes = 32;

/** Makes a write key. Nothing else is like it, and nothing about it can be told from its hash. */
export function newWriteKey(): string {
  return `hf_${randomBytes(keyBytes).toString('base64url')}`;
}

async function createKey(context: CommandContext, options: CommonOptions & { readonly source: string }): Promise<void> {
  const deployment = await resolveDeployment({ stack: options.stack });
  const tenant = tenantFor(deployment, options.tenant);
  const writeKey = newWriteKey();
  const createdMs = deployment.nowMs(context.clock());
  const source = sourceSchema.safeParse({
    writeKeyHash: hashWriteKey(writeKey),
    tenant,
    name: options.source,
    createdMs,
  });
  if (!source.success) {
    throw new CommandError(
      `Cannot create a write key: the source "${options.source}" must have a name of 1 to 100 characters`,
    );
  }
  const client = dynamoClient(deployment);
  try {
    await createDynamoSourceStore({ client, tableName: outputOf(deployment, 'SourceTableName') }).add(source.data);
  } finally {
    client.destroy();
  }
  const result = {
    writeKey,
    tenant,
    source: options.source,
    created: isoTime(createdMs),
    apiUrl: outputOf(deployment, 'ApiUrl'),
  };
  printResult(context, options.json, result, () =>
    [
      `Write key of the source "${result.source}" of ${tenant}:`,
      '',
      `  ${writeKey}`,
      '',
      'Keep it now: it is stored nowhere, only its hash is. Events go to',
      `${result.apiUrl} with the key as the user name of Basic authentication and no password.`,
    ].join('\n'),
  );
}

/** `keys create`: lets one more source send events. */
export function addKeysCommand(program: Command, context: CommandContext): void {
  program
    .command('keys')
    .description('the write keys with which sources send events')
    .command('create')
    .description('make a write key and print it once')
    .requiredOption('--source <name>', 'the service that will send events')
    .option(tenantOption[0], tenantOption[1], tenantName)
    .option(...stackOption)
    .option(...jsonOption)
    .action((options: CommonOptions & { source: string }) => createKey(context, options));
}
