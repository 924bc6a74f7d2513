import type { Command } from 'commander';
import {
  type CommandContext,
  jsonOption,
  printResult,
  stackOption,
  tenantName,
  tenantOption,
  wholeNumber,
} from '../command-context.ts';
import { CommandError } from '../command-error.ts';
import { archiveDay } from '../replay/archive-day.ts';
import { type OpenReplayOptions, withReplay } from '../replay/open-replay.ts';
import { renderReplay } from '../replay/render-replay.ts';
import { runReplay } from '../replay/run-replay.ts';

type ReplayOptions = OpenReplayOptions & {
  readonly from?: string;
  readonly to?: string;
  readonly customer?: string;
  readonly rebuild?: boolean;
};

const help = `
Folds the archive again and compares it with what is stored. Customers who are not stored get their events once more through the
event queue, and such as lack events get those; that is safe, because each event counts once for a customer who remembers it.
Customers for whom it is not safe are left alone and counted, with what to do. Nobody is contacted because of a replay.

--dry-run changes nothing: it says how many profiles are, byte for byte, what the archive gives, and how many differ.
--rebuild writes the profiles that differ anew from the whole archive, as after a change of the tracking plan. Ids that are
remembered stay, so that live events can go on coming.

Running the same command again goes on where it stopped: what is done by then is identical.`;

function refuseImpossible({ rebuild, from, to }: ReplayOptions): void {
  if (rebuild === true && (from !== undefined || to !== undefined)) {
    throw new CommandError(
      'Cannot rebuild profiles from some days alone: a profile holds all events; leave --from and --to out',
    );
  }
  if (from !== undefined && to !== undefined && from > to) {
    throw new CommandError(`Cannot replay from ${from} to ${to}: the first day is after the last; swap them`);
  }
}

async function replay(context: CommandContext, options: ReplayOptions): Promise<void> {
  refuseImpossible(options);
  await withReplay(context, options, async ({ settings }) => {
    const summary = await runReplay({
      ...settings,
      days: { from: options.from ?? null, to: options.to ?? null },
      customer: options.customer ?? null,
      only: null,
      rebuild: options.rebuild === true,
    });
    printResult(context, options.json, summary, () => renderReplay(summary));
    if (summary.problem !== null) throw new CommandError(summary.problem);
    if (summary.status === 'interrupted') {
      throw new CommandError('Cannot finish the replay: interrupted; run the same command again to go on');
    }
  });
}

/** `replay`: folds the archive again. */
export function addReplayCommand(program: Command, context: CommandContext): void {
  program
    .command('replay')
    .description('fold the archive of accepted events again, compare it with what is stored, and send what is missing')
    .option('--from <day>', 'the first UTC day of receipt, such as 2026-01-31 (default: all)', archiveDay)
    .option('--to <day>', 'the last UTC day of receipt (default: all)', archiveDay)
    .option('--customer <id>', 'only this customer, with the visitors that have become part of it')
    .option('--dry-run', 'compare only, and change nothing')
    .option('--rebuild', 'write profiles that differ from what the whole archive gives anew')
    .option('--wait', 'wait until everything is worked off (the default for the local stack)')
    .option('--no-wait', 'do not wait')
    .option('--wait-seconds <seconds>', 'how long to wait at most', wholeNumber(1, 86_400), 600)
    .option(tenantOption[0], tenantOption[1], tenantName)
    .option(...stackOption)
    .option(...jsonOption)
    .addHelpText('after', help)
    .action((options: ReplayOptions) => replay(context, options));
}
