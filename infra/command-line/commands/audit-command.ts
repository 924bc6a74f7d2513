import { styleText } from 'node:util';
import { type Command, InvalidArgumentError } from 'commander';
import { createS3EventArchiveReader } from '#adapters/aws/s3-event-archive-reader.ts';
import type { AuditReport } from '#domain/training/audit/audit-report.ts';
import { retention } from '#retention/retention.ts';
import { auditedArchive } from '../audit/audited-archive.ts';
import { auditedHistory } from '../audit/audited-history.ts';
import { type Paint, renderAudit } from '../audit/render-audit.ts';
import { type AuditRunSettings, runAudit } from '../audit/run-audit.ts';
import { writeAuditPage } from '../audit/write-page.ts';
import { queueClient, queueDepth, storageClient } from '../aws-clients.ts';
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
import { type Deployment, outputOf, resolveDeployment, tenantFor } from '../deployment.ts';
import { parseAsOf } from '../import/as-of.ts';
import { type LookupFiles, lookupOption } from '../import/read-lookups.ts';
import { mappingNames, readMapping } from '../mapping/read-mapping.ts';
import { readIsoTime } from '../mapping/time-format.ts';
import { createProgress, silentProgress } from '../progress.ts';

type AuditOptions = CommonOptions & {
  readonly map?: string;
  readonly lookup: LookupFiles;
  readonly archive?: boolean;
  readonly from?: string;
  readonly to?: string;
  readonly asOf?: string;
  readonly html?: string;
  readonly strict?: boolean;
};

/** The tenant of an audit of files, which talks to nothing. */
const filesTenant = 'audit';

const help = `
Nothing is sent and nothing is changed. What an import would leave out is shown as a finding. The verdict of each check is
ok, warning, problem or not applicable; the audit itself ends with exit code 0, with --strict it ends with 1 if a check
has a problem.

Mappings in retention/mappings: ${mappingNames().join(', ')}`;

const styles = { good: 'green', doubtful: 'yellow', bad: 'red', quiet: 'gray', heading: 'bold' } as const;

/** Colours where stdout is a terminal that wants them (NO_COLOR says no), leaves a text alone elsewhere. */
const paint: Paint = (tone, text) => styleText(styles[tone], text, { stream: process.stdout });

/** A UTC day such as `2026-01-31`. */
function utcDay(text: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(text) && readIsoTime(text) !== null) return text;
  throw new InvalidArgumentError('It must be a day that exists, such as 2026-01-31.');
}

type Common = Pick<AuditRunSettings, 'signal' | 'progress'>;

function auditFiles(context: CommandContext, paths: readonly string[], options: AuditOptions, common: Common) {
  if (options.map === undefined) {
    throw new CommandError(
      `Cannot audit ${paths.join(', ')}: nothing says how its rows become events; pass --map with a mapping (${mappingNames().join(', ')})`,
    );
  }
  if (options.from !== undefined || options.to !== undefined) {
    throw new CommandError('Cannot audit a file by days of receipt: --from and --to go with --archive; leave them out');
  }
  const nowMs = context.clock();
  const asOfMs = options.asOf === undefined ? nowMs : parseAsOf(options.asOf, nowMs);
  const named = readMapping(options.map);
  const { plan } = retention;
  const { lookup: lookups } = options;
  const items = auditedHistory({
    paths,
    named,
    lookups,
    tenant: options.tenant ?? filesTenant,
    plan,
    nowMs,
    asOfMs,
    ...common,
  });
  return runAudit({ ...common, subject: paths.join(', '), asOfMs, definitions: retention }, items);
}

/** Says what the archive does not hold yet, for it is written a few minutes behind. */
async function tellWaiting(context: CommandContext, deployment: Deployment): Promise<void> {
  const client = queueClient(deployment);
  try {
    const waiting = await queueDepth(client, outputOf(deployment, 'ArchiveQueueUrl'));
    if (waiting === 0) return;
    const advice = 'what they hold is not audited; run it again in a few minutes to have it in';
    const messages = waiting === 1 ? 'message is' : 'messages are';
    context.terminal.note(`About ${waiting} ${messages} not in the archive yet: ${advice}`);
  } finally {
    client.destroy();
  }
}

async function auditArchive(context: CommandContext, options: AuditOptions, common: Common): Promise<AuditReport> {
  if (options.map !== undefined) {
    throw new CommandError('Cannot map the archive: it holds events already; leave --map out, or name files');
  }
  const deployment = await resolveDeployment({ stack: options.stack });
  const tenant = tenantFor(deployment, options.tenant);
  const nowMs = deployment.nowMs(context.clock());
  const asOfMs = options.asOf === undefined ? nowMs : parseAsOf(options.asOf, nowMs);
  const days = { from: options.from ?? null, to: options.to ?? null };
  await tellWaiting(context, deployment);
  const client = storageClient(deployment);
  try {
    const archive = createS3EventArchiveReader({ client, bucketName: outputOf(deployment, 'ArchiveBucketName') });
    const subject = `the archive of ${tenant}`;
    const items = auditedArchive({ archive, tenant, days, plan: retention.plan, progress: common.progress });
    const report = await runAudit({ ...common, subject, asOfMs, definitions: retention }, items);
    if (report.records === 0) {
      context.terminal.note(
        `The archive holds no events of ${tenant} in these days; look at --tenant, --from and --to`,
      );
    }
    return report;
  } finally {
    client.destroy();
  }
}

async function audit(context: CommandContext, paths: readonly string[], options: AuditOptions): Promise<void> {
  const isArchive = options.archive === true;
  if (isArchive === paths.length > 0) {
    throw new CommandError('Cannot tell what to audit: name either files (with --map), or --archive');
  }
  const progress = options.json === true ? silentProgress : createProgress(context.terminal);
  const common = { signal: context.signal, progress };
  const report = isArchive
    ? await auditArchive(context, options, common)
    : await auditFiles(context, paths, options, common);
  printResult(context, options.json, report, () => renderAudit(report, paint));
  // After the result: what took long to find out is not lost with a page that cannot be written.
  if (options.html !== undefined) writeAuditPage(options.html, report);
  const problems = report.findings.filter(({ verdict }) => verdict === 'problem');
  if (options.strict !== true || problems.length === 0) return;
  const titles = problems.map(({ title }) => title).join('; ');
  throw new CommandError(
    `Cannot pass the audit of ${report.subject} strictly: ${titles}; see above what to do, or leave --strict out`,
  );
}

/** `audit FILE… --map MAP` and `audit --archive`: what data is worth before anyone trusts what is learnt from it. */
export function addAuditCommand(program: Command, context: CommandContext): void {
  program
    .command('audit')
    .description(
      'say what data is worth before a rule, a group or a model rests on it: files of history, or the archive',
    )
    .argument('[files...]', 'files, directories or globs, as import takes them')
    .option('--map <mapping>', 'how rows become events: a JSON file, or a name in retention/mappings')
    .option(...lookupOption)
    .option('--archive', "audit the deployment's event archive instead of files")
    .option('--from <day>', 'first UTC day of receipt in the archive', utcDay)
    .option('--to <day>', 'last UTC day of receipt in the archive', utcDay)
    .option(
      '--as-of <date>',
      '"now" of the audit; a date alone means its last millisecond in UTC (default: the running clock)',
    )
    .option('--html <file>', 'write the report as a page, too')
    .option('--strict', 'end with exit code 1 if a check has a problem')
    .option(tenantOption[0], tenantOption[1], tenantName)
    .option(...stackOption)
    .option(...jsonOption)
    .addHelpText('after', help)
    .action((paths: string[], options: AuditOptions) => audit(context, paths, options));
}
