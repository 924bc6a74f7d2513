import { createReadStream } from 'node:fs';
import type { Command } from 'commander';
import { eventSchema, planSchema } from '#domain/ingest/plan-schema.ts';
import { type PlannedEvent, plannedEvent, plannedEvents } from '#domain/ingest/tracking-plan.ts';
import { retention } from '#retention/retention.ts';
import { type CommandContext, jsonOption, printResult } from '../command-context.ts';
import { CommandError, messageOf } from '../command-error.ts';
import { boundedLines } from '../plan/bounded-lines.ts';
import { type CheckedLine, checkLine } from '../plan/check-lines.ts';
import { eventAsData, renderPlan } from '../plan/render-plan.ts';
import { writeSchemas } from '../plan/write-schemas.ts';

const { plan } = retention;

function eventCalled(name: string): PlannedEvent {
  const event = plannedEvent(plan, name);
  if (event !== undefined) return event;
  throw new CommandError(
    `Cannot find the event "${name}" in the tracking plan; "holdfast plan list" names those it has`,
  );
}

function list(context: CommandContext, options: { readonly json?: boolean }): void {
  const { unplanned, money } = plan;
  const currencies = money === null ? null : { currency: money.currency, known: [...money.rates.keys()] };
  const result = { unplanned, money: currencies, events: plannedEvents(plan).map(eventAsData) };
  printResult(context, options.json, result, () => renderPlan(plan));
}

type SchemaOptions = { readonly out?: string; readonly event?: string; readonly json?: boolean };

async function schema(context: CommandContext, options: SchemaOptions): Promise<void> {
  const only = options.event === undefined ? null : eventCalled(options.event);
  if (options.out === undefined) {
    const printed = only === null ? planSchema(plan) : eventSchema(plan, only);
    context.terminal.result(JSON.stringify(printed, null, 2));
    return;
  }
  const files = await writeSchemas(plan, only, options.out);
  if (options.json === true) printResult(context, true, { directory: options.out, files }, () => '');
  else context.terminal.note(`Wrote ${files.length} schemas to ${options.out}`);
}

function render({ line, outcome, event, problems, note }: CheckedLine): string {
  const about = note === null ? [] : [`(${note})`];
  return [`line ${line}`, outcome, ...(event === null ? [] : [event]), ...problems, ...about].join('  ');
}

function nameOf(file: string): string {
  return file === '-' ? 'standard input' : file;
}

async function* textOf(file: string): AsyncGenerator<string> {
  const source = file === '-' ? process.stdin : createReadStream(file);
  try {
    for await (const piece of source.setEncoding('utf8')) yield String(piece);
  } catch (error) {
    throw new CommandError(`Cannot read ${nameOf(file)}: ${messageOf(error)}; check the path`);
  }
}

type CheckOptions = { readonly json?: boolean; readonly onlyProblems?: boolean };

/** Says it line by line, while it is read; with --json each line is one JSON document. */
async function check(context: CommandContext, file: string, options: CheckOptions): Promise<void> {
  const counts = { conforms: 0, reported: 0, quarantined: 0 };
  for await (const line of boundedLines(textOf(file))) {
    if (context.signal.aborted) throw new CommandError(`Cannot check ${nameOf(file)} to its end: interrupted`);
    const checked = checkLine(plan, line, context.clock());
    counts[checked.outcome] += 1;
    if (options.onlyProblems === true && checked.outcome === 'conforms') continue;
    context.terminal.result(options.json === true ? JSON.stringify(checked) : render(checked));
  }
  const { conforms, reported, quarantined } = counts;
  const summary = `${conforms} conform, ${reported} would be reported, ${quarantined} would be set aside`;
  if (quarantined > 0) throw new CommandError(`Cannot take everything in ${nameOf(file)}: ${summary}`);
  context.terminal.note(`${nameOf(file)}: ${summary}`);
}

/**
 * `plan list | schema | check`: the tracking plan, for people, for other teams' tools, and against a file of events.
 */
export function addPlanCommand(program: Command, context: CommandContext): void {
  const command = program.command('plan').description('the tracking plan of retention/tracking-plan.ts');
  command
    .command('list')
    .description('show every event: what it means, what it needs, and its other names')
    .option(...jsonOption)
    .action((options: { json?: boolean }) => list(context, options));
  command
    .command('schema')
    .description('print the plan as JSON Schema (draft 2020-12), or write it with one file for each event')
    .option('--event <name>', 'only this event')
    .option('--out <directory>', 'write files there, instead of printing')
    .option('--json', 'with --out: print which files were written; a schema is JSON without it')
    .action((options: SchemaOptions) => schema(context, options));
  command
    .command('check')
    .description('say for each Segment item of a file what would happen to it; exit code 1 if one would be set aside')
    .argument('<file>', 'one JSON item a line; - reads what is piped in')
    .option('--only-problems', 'leave out the lines that conform')
    .option('--json', 'print one JSON document a line')
    .action((file: string, options: CheckOptions) => check(context, file, options));
}
