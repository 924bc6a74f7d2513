import type { Command } from 'commander';
import { createDynamoSourceStore } from '#adapters/aws/dynamodb-source-store.ts';
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
import { outputOf, resolveDeployment, tenantFor } from '../deployment.ts';
import { createKey } from '../keys/create-key.ts';
import { type KeyRing, keysOf } from '../keys/key-ring.ts';
import { keyView } from '../keys/key-view.ts';
import { renderCreated, renderKeys, renderRevoked, renderRotation } from '../keys/render-keys.ts';
import { type Revoked, revokeKeys } from '../keys/revoke-keys.ts';
import { rotateKey } from '../keys/rotate-key.ts';

/** Longest overlap of two keys: a quarter of a year, after which the old one is rather forgotten than needed. */
const longestOverlapHours = 24 * 92;

/** Opens the keys of the tenant that a command is about, and closes them after it. */
async function withKeys(
  context: CommandContext,
  options: CommonOptions,
  work: (ring: KeyRing, apiUrl: string) => Promise<void>,
): Promise<void> {
  const deployment = await resolveDeployment({ stack: options.stack });
  const tenant = tenantFor(deployment, options.tenant);
  const client = dynamoClient(deployment);
  try {
    const sources = createDynamoSourceStore({ client, tableName: outputOf(deployment, 'SourceTableName') });
    const nowMs = deployment.nowMs(context.clock());
    await work({ sources, tenant, nowMs }, outputOf(deployment, 'ApiUrl'));
  } finally {
    client.destroy();
  }
}

function create(context: CommandContext, options: CommonOptions & { readonly source: string }): Promise<void> {
  return withKeys(context, options, async (ring, apiUrl) => {
    const created = await createKey(ring, options.source);
    printResult(context, options.json, { ...created, apiUrl }, () => renderCreated(created, apiUrl));
  });
}

function list(context: CommandContext, options: CommonOptions & { readonly source?: string }): Promise<void> {
  return withKeys(context, options, async (ring) => {
    const keys = (await keysOf(ring, options.source ?? null)).map((key) => keyView(key, ring.nowMs));
    printResult(context, options.json, keys, () => renderKeys(ring.tenant, options.source ?? null, keys));
  });
}

type RotateOptions = CommonOptions & { readonly source: string; readonly overlapHours: number };

function rotate(context: CommandContext, options: RotateOptions): Promise<void> {
  return withKeys(context, options, async (ring, apiUrl) => {
    const rotation = await rotateKey(ring, options.source, options.overlapHours);
    printResult(context, options.json, { ...rotation, apiUrl }, () => renderRotation(rotation, apiUrl));
    if (rotation.notEnded.length === 0) return;
    const ids = rotation.notEnded.map(({ keyId }) => keyId).join(', ');
    throw new CommandError(
      `Cannot end the older keys ${ids}; once the new key is in use, revoke each with keys revoke`,
    );
  });
}

type RevokeOptions = CommonOptions & { readonly source?: string };

function meantBy(keyId: string | undefined, source: string | undefined): Revoked {
  if (keyId !== undefined && source === undefined) return { keyId };
  if (keyId === undefined && source !== undefined) return { source };
  throw new CommandError('Cannot tell which keys to revoke: pass the id of one, or --source NAME for all of a source');
}

async function revoke(context: CommandContext, keyId: string | undefined, options: RevokeOptions): Promise<void> {
  const which = meantBy(keyId, options.source);
  await withKeys(context, options, async (ring) => {
    const revoked = await revokeKeys(ring, which);
    printResult(context, options.json, revoked, () => renderRevoked(revoked));
  });
}

/** `keys create`, `keys list`, `keys rotate`, `keys revoke`: who may send events. */
export function addKeysCommand(program: Command, context: CommandContext): void {
  const keys = program.command('keys').description('the write keys with which sources send events');
  const add = (name: string, description: string) =>
    keys
      .command(name)
      .description(description)
      .option(tenantOption[0], tenantOption[1], tenantName)
      .option(...stackOption)
      .option(...jsonOption);
  add('create', 'make a write key and print it once')
    .requiredOption('--source <name>', 'the service that will send events')
    .action((options: CommonOptions & { source: string }) => create(context, options));
  add('list', 'show the write keys, without the keys themselves')
    .option('--source <name>', 'those of one source')
    .action((options: CommonOptions & { source?: string }) => list(context, options));
  add('rotate', 'make a new write key and let the older ones of the source end')
    .requiredOption('--source <name>', 'the service whose key is to change')
    .option(
      '--overlap-hours <hours>',
      'how long the older keys are still accepted',
      wholeNumber(0, longestOverlapHours),
      24,
    )
    .action((options: RotateOptions) => rotate(context, options));
  add('revoke', 'refuse a write key from its next request on')
    .argument('[keyId]', 'the id of the key, as `keys list` shows it')
    .option('--source <name>', 'all keys of this source instead')
    .action((keyId: string | undefined, options: RevokeOptions) => revoke(context, keyId, options));
}
