import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { projectDirectory } from '#infra/project-directory.ts';
import { retention } from '#retention/retention.ts';
import { queueClient } from '../aws-clients.ts';
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
import { type Deployment, resolveDeployment, tenantFor } from '../deployment.ts';
import { parseAsOf } from '../import/as-of.ts';
import { queueDestination } from '../import/queue-destination.ts';
import { type LookupFiles, lookupOption } from '../import/read-lookups.ts';
import { renderSummary } from '../import/render-summary.ts';
import { runImport } from '../import/run-import.ts';
import { localConnectionPath } from '../local-connection.ts';
import { mappingNames, readMapping } from '../mapping/read-mapping.ts';
import { createProgress, silentProgress } from '../progress.ts';

type ImportOptions = CommonOptions & {
  readonly map: string;
  readonly asOf?: string;
  readonly lookup: LookupFiles;
  readonly refuseBadRows?: boolean;
  readonly again?: boolean;
  readonly dryRun?: boolean;
  readonly wait?: boolean;
  readonly waitSeconds: number;
};

/** The tenant of a dry run, which talks to nothing. */
const dryRunTenant = 'dry-run';

const help = `
A FILE is a path, a directory (everything below it) or a glob in quotes, plain or packed with gzip or zstd. Several
are one history, as if they were one file. Every row is read and checked before anything is sent.

An import is a replay of history: nobody is contacted because of it. With --as-of, customers are judged under that
time, and stay history until their first live event. Known events are not counted twice, so an import that was
interrupted, or files that have grown, can be imported again.

Mappings in retention/mappings: ${mappingNames().join(', ')}`;

function stateDirectory(deployment: Deployment | null): string {
  const isLocal = deployment?.kind === 'local';
  return join(
    isLocal ? dirname(localConnectionPath(projectDirectory)) : join(projectDirectory, '.holdfast'),
    'imports',
  );
}

async function importFiles(context: CommandContext, paths: readonly string[], options: ImportOptions): Promise<void> {
  const realMs = context.clock();
  const asOfMs = options.asOf === undefined ? null : parseAsOf(options.asOf, realMs);
  const named = readMapping(options.map);
  const deployment = options.dryRun === true ? null : await resolveDeployment({ stack: options.stack });
  const progress = options.json === true ? silentProgress : createProgress(context.terminal);
  const client = deployment === null ? null : queueClient(deployment);
  try {
    const settings = {
      waits: options.wait ?? deployment?.kind === 'local',
      timeoutSeconds: options.waitSeconds,
      clock: context.clock,
      signal: context.signal,
      progress,
    };
    const destination =
      client === null || deployment === null ? null : await queueDestination(client, deployment, settings);
    const summary = await runImport({
      paths,
      named,
      lookups: options.lookup,
      tenant: deployment === null ? (options.tenant ?? dryRunTenant) : tenantFor(deployment, options.tenant),
      plan: retention.plan,
      asOfMs,
      nowMs: deployment?.nowMs(realMs) ?? realMs,
      refuseBadRows: options.refuseBadRows === true,
      again: options.again === true,
      destination,
      stateDirectory: stateDirectory(deployment),
      signal: context.signal,
      progress,
    });
    printResult(context, options.json, summary, () => renderSummary(summary));
    if (summary.problem !== null) throw new CommandError(summary.problem);
    if (summary.status === 'interrupted') {
      throw new CommandError(
        `Cannot finish importing ${summary.file}: interrupted; run the same command again to go on`,
      );
    }
  } finally {
    client?.destroy();
  }
}

/** `import FILE… --map MAP`: takes files of history in. */
export function addImportCommand(program: Command, context: CommandContext): void {
  program
    .command('import')
    .description('take files of history in: CSV, columns parted by blanks, NDJSON or Parquet, plain or packed')
    .argument('<file...>', 'paths, directories or globs')
    .requiredOption('--map <mapping>', 'how rows become events: a JSON file, or a name in retention/mappings')
    .option(...lookupOption)
    .option(
      '--as-of <date>',
      '"now" of the replay; a date alone means its last millisecond in UTC (default: the running clock)',
    )
    .option(
      '--refuse-bad-rows',
      'leave out rows that cannot be understood, with their reason, instead of stopping before anything is sent',
    )
    .option('--dry-run', 'check the files and print the summary, but send nothing')
    .option('--again', 'send an import that was finished before once more')
    .option('--wait', 'wait until everything is worked off (the default for the local stack)')
    .option('--no-wait', 'do not wait')
    .option('--wait-seconds <seconds>', 'how long to wait at most', wholeNumber(1, 86_400), 600)
    .option(tenantOption[0], tenantOption[1], tenantName)
    .option(...stackOption)
    .option(...jsonOption)
    .addHelpText('after', help)
    .action((paths: string[], options: ImportOptions) => importFiles(context, paths, options));
}
