import { Command, CommanderError } from 'commander';
import type { CommandContext } from './command-context.ts';
import { messageOf } from './command-error.ts';
import { addAuditCommand } from './commands/audit-command.ts';
import { addClustersCommand } from './commands/clusters-command.ts';
import { addFeaturesCommand } from './commands/features-command.ts';
import { addImportCommand } from './commands/import-command.ts';
import { addKeysCommand } from './commands/keys-command.ts';
import { addMeasureCommand } from './commands/measure-command.ts';
import { addPlanCommand } from './commands/plan-command.ts';
import { addQuarantineCommand } from './commands/quarantine-command.ts';
import { addRedriveCommand } from './commands/redrive-command.ts';
import { addReplayCommand } from './commands/replay-command.ts';
import { addSegmentsCommand } from './commands/segments-command.ts';
import { addSurveyCommand } from './commands/survey-command.ts';
import { addWhyCommand } from './commands/why-command.ts';

/** The exit code of a program that Ctrl-C ended (128 + SIGINT). */
const interruptedExitCode = 130;

function buildProgram(context: CommandContext): Command {
  const program = new Command('holdfast')
    .description('Talks to a running Holdfast: the local stack of npm start, or a deployed one (--stack).')
    .showHelpAfterError('(add --help to see what can be passed)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.terminal.result(text.trimEnd()),
      writeErr: (text) => context.terminal.note(text.trimEnd()),
    });
  addAuditCommand(program, context);
  addImportCommand(program, context);
  addWhyCommand(program, context);
  addKeysCommand(program, context);
  addQuarantineCommand(program, context);
  addRedriveCommand(program, context);
  addReplayCommand(program, context);
  addClustersCommand(program, context);
  addMeasureCommand(program, context);
  addPlanCommand(program, context);
  addFeaturesCommand(program, context);
  addSegmentsCommand(program, context);
  addSurveyCommand(program, context);
  return program;
}

/**
 * Runs one command line, without the names of the program. Returns the exit code: 0, 1 after an error, 130 after Ctrl-C.
 * Results go to stdout, errors to stderr.
 */
export async function runCommandLine(words: readonly string[], context: CommandContext): Promise<number> {
  try {
    await buildProgram(context).parseAsync([...words], { from: 'user' });
    return 0;
  } catch (error) {
    // Commander has printed its own errors already; help and version come this way too, with exit code 0.
    if (error instanceof CommanderError) return error.exitCode;
    context.terminal.note(messageOf(error));
    return context.signal.aborted ? interruptedExitCode : 1;
  }
}
