import { writeFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { createSqsMessageQueue } from '#adapters/aws/sqs-message-queue.ts';
import { quarantineReasons } from '#contracts/quarantine.ts';
import type { EventBatchMessage } from '#contracts/queue-message.ts';
import { reviseQuarantined } from '#domain/ingest/revise-quarantined.ts';
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
import { CommandError, messageOf } from '../command-error.ts';
import { outputOf } from '../deployment.ts';
import { createProgress, silentProgress } from '../progress.ts';
import { choiceOf, chooseEntries, findEntry } from '../quarantine/choose-entries.ts';
import { countQuarantined, renderCounts } from '../quarantine/count-quarantined.ts';
import { listQuarantined } from '../quarantine/list-quarantined.ts';
import { type OpenQuarantine, withQuarantine } from '../quarantine/open-quarantine.ts';
import { exportLine } from '../quarantine/quarantine-export.ts';
import { redriveQuarantined } from '../quarantine/redrive-quarantined.ts';
import { renderEntry, renderList, renderRedrive } from '../quarantine/render-quarantine.ts';
import { parseSetting } from '../quarantine/set-value.ts';

type ListOptions = CommonOptions & { readonly limit: number; readonly page?: string; readonly reason?: string };
type ExportOptions = CommonOptions & { readonly out: string; readonly reason?: string };
type RedriveOptions = CommonOptions & {
  readonly all?: boolean;
  readonly reason?: string;
  readonly from?: string;
  readonly set?: readonly string[];
  readonly asHistory?: boolean;
  readonly dryRun?: boolean;
};

const redriveHelp = `
Each event is looked at again under the tracking plan of retention/ as it is here. What is sound is sent to the event queue with
the id that it had, and only then taken out of the quarantine; what is still wrong stays. Running it twice does no harm.
  quarantine redrive --reason schema                          after the tracking plan was mended and deployed
  quarantine redrive ID --set properties.total=12.5           one event, one value mended
  quarantine export --out set-aside.ndjson                    then mend "content" in an editor, and
  quarantine redrive --from set-aside.ndjson
  quarantine redrive --reason late --as-history               count them, but contact nobody because of them`;

async function list(context: CommandContext, options: ListOptions): Promise<void> {
  await withQuarantine(options, async ({ tenant, ledger }) => {
    const { limit, page: from = null, reason = null } = options;
    const page = await listQuarantined(ledger, tenant, { limit, next: from, reason });
    printResult(context, options.json, page, () => renderList(tenant, page.items, page.next));
  });
}

async function count(context: CommandContext, options: CommonOptions): Promise<void> {
  await withQuarantine(options, async ({ tenant, entries }) => {
    const counts = await countQuarantined(entries());
    printResult(context, options.json, { tenant, counts }, () => renderCounts(tenant, counts));
  });
}

async function show(context: CommandContext, id: string, options: CommonOptions): Promise<void> {
  await withQuarantine(options, async ({ tenant, quarantine }) => {
    const entry = await findEntry(quarantine, tenant, id);
    printResult(context, options.json, entry, () => renderEntry(entry));
  });
}

async function exportEntries(context: CommandContext, options: ExportOptions): Promise<void> {
  await withQuarantine(options, async ({ entries }) => {
    const lines: string[] = [];
    for await (const entry of entries()) {
      if (options.reason === undefined || entry.reason === options.reason) lines.push(exportLine(entry));
    }
    try {
      // Never over a file that somebody has been mending.
      writeFileSync(options.out, lines.map((line) => `${line}\n`).join(''), { flag: 'wx' });
    } catch (error) {
      throw new CommandError(`Cannot write ${options.out}: ${messageOf(error)}; name a file that is not there yet`);
    }
    const result = { file: options.out, events: lines.length };
    printResult(context, options.json, result, () => `${lines.length} events are in ${options.out}, one a line.`);
  });
}

async function send(context: CommandContext, ids: readonly string[], options: RedriveOptions, open: OpenQuarantine) {
  const { deployment, tenant } = open;
  const choice = choiceOf({ ...options, ids });
  const settings = (options.set ?? []).map(parseSetting);
  const { chosen, gone } = await chooseEntries({ ...open, entries: open.entries() }, tenant, choice, settings);
  const clock = options.asHistory === true ? ({ mode: 'replay', asOfMs: null } as const) : ({ mode: 'live' } as const);
  const nowMs = deployment.nowMs(context.clock());
  const client = queueClient(deployment);
  try {
    const redriven = await redriveQuarantined(chosen, {
      queue: createSqsMessageQueue<EventBatchMessage>({ client, queueUrl: outputOf(deployment, 'EventQueueUrl') }),
      quarantine: open.quarantine,
      revise: (entry) => reviseQuarantined(retention, entry, { clock, nowMs }),
      clock,
      dryRun: options.dryRun === true,
      signal: context.signal,
      progress: options.json === true ? silentProgress : createProgress(context.terminal),
    });
    const result = { ...redriven, gone };
    printResult(context, options.json, result, () => renderRedrive(result, options.dryRun === true));
    if (result.interrupted) throw new CommandError('Cannot finish the redrive: interrupted; run it again to go on');
  } finally {
    client.destroy();
  }
}

/** `quarantine …`: events that were set aside; to see, to count, to mend and to send again. */
export function addQuarantineCommand(program: Command, context: CommandContext): void {
  const quarantine = program
    .command('quarantine')
    .description('events that were set aside because something about them is wrong');
  const command = (words: string, description: string) =>
    quarantine
      .command(words)
      .description(description)
      .option(tenantOption[0], tenantOption[1], tenantName)
      .option(...stackOption)
      .option(...jsonOption);
  const reason = () => new Option('--reason <reason>', 'only those set aside for it').choices([...quarantineReasons]);
  command('list', 'list them, the latest first')
    .option('--limit <count>', 'how many at a time', wholeNumber(1, 1_000), 50)
    .option('--page <token>', 'go on where the list before stopped')
    .addOption(reason())
    .action((options: ListOptions) => list(context, options));
  command('count', 'count them by reason and source').action((options: CommonOptions) => count(context, options));
  command('show <id>', 'show one, with its content').action((id: string, options: CommonOptions) =>
    show(context, id, options),
  );
  command('export', 'write them to a file, one a line, to be mended')
    .requiredOption('--out <file>', 'the file; it must not be there yet')
    .addOption(reason())
    .action((options: ExportOptions) => exportEntries(context, options));
  command('redrive [id...]', 'send again what is sound by now')
    .option('--all', 'all of them')
    .addOption(reason())
    .option('--from <file>', 'those of an exported file, with the content that stands there')
    .option(
      '--set <name=value>',
      'change a value first; as often as needed',
      (one: string, all: readonly string[] = []) => [...all, one],
    )
    .option('--as-history', 'count them as history: nothing is too late, and nobody is contacted because of them')
    .option('--dry-run', 'say what would become of them, and send nothing')
    .addHelpText('after', redriveHelp)
    .action((ids: string[], options: RedriveOptions) =>
      withQuarantine(options, (open) => send(context, ids, options, open)),
    );
}
