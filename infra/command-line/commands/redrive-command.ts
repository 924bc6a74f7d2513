import { Argument, type Command } from 'commander';
import { queueClient } from '../aws-clients.ts';
import {
  type CommandContext,
  type CommonOptions,
  jsonOption,
  printResult,
  stackOption,
  wholeNumber,
} from '../command-context.ts';
import { CommandError, messageOf } from '../command-error.ts';
import { outputOf, resolveDeployment } from '../deployment.ts';
import { createProgress, silentProgress } from '../progress.ts';
import type { DeadLetterQueue } from '../redrive/dead-letter-queue.ts';
import { listDeadLetters } from '../redrive/list-dead-letters.ts';
import { type Moved, moveDeadLetters } from '../redrive/move-dead-letters.ts';
import { type RedrivableQueueName, redrivableQueueNames, redrivableQueues } from '../redrive/redrivable-queues.ts';
import { renderListed, renderMoved } from '../redrive/render-redrive.ts';
import { createSqsDeadLetterQueue } from '../redrive/sqs-dead-letter-queue.ts';

type RedriveOptions = Pick<CommonOptions, 'stack' | 'json'> & { readonly limit: number; readonly dryRun?: boolean };

const help = `
Mend the cause first: a message that fails again comes back here after all its tries. Moving one twice does no harm.
Each --dry-run receives the messages that it lists: next time their "received" is higher by one.
${redrivableQueueNames.map((name) => `  ${name.padEnd(10)} ${redrivableQueues[name].repetition}`).join('\n')}`;

async function depthOf(queue: DeadLetterQueue, url: string): Promise<number> {
  try {
    return await queue.depth();
  } catch (error) {
    throw new CommandError(
      `Cannot look into the dead-letter queue ${url}: ${messageOf(error)}; check --stack, and that you may use the queue`,
    );
  }
}

/** What is wrong with the outcome, and what to do; null if all went well. */
function problemOf(queue: RedrivableQueueName, { moved, refused, notDeleted, failure }: Moved): string | null {
  const again = 'run the same command again, moving a message twice does no harm';
  if (failure !== null) {
    return `Cannot redrive ${queue} to the end: ${failure}; ${moved} were moved, the others are still there; ${again}`;
  }
  if (refused.length > 0) {
    return `Cannot redrive ${refused.length} messages of ${queue}: ${refused[0]?.reason}; they are still there; ${again}`;
  }
  if (notDeleted.length === 0) return null;
  return `Cannot delete ${notDeleted.length} dead letters of ${queue} that were moved: ${notDeleted[0]?.reason}; ${again}`;
}

async function list(
  context: CommandContext,
  name: RedrivableQueueName,
  queue: DeadLetterQueue,
  settings: { url: string; options: RedriveOptions },
): Promise<void> {
  const { url, options } = settings;
  const depth = await depthOf(queue, url);
  const listed = await listDeadLetters(queue, { limit: options.limit, signal: context.signal });
  const result = { queue: name, deadLetterQueueUrl: url, dryRun: true, depth, ...listed };
  printResult(context, options.json, result, () => renderListed(name, listed, depth));
  if (listed.failure !== null) {
    throw new CommandError(`Cannot list the dead letters of ${name} to the end: ${listed.failure}; run it again`);
  }
}

async function move(
  context: CommandContext,
  name: RedrivableQueueName,
  queue: DeadLetterQueue,
  settings: { url: string; options: RedriveOptions },
): Promise<void> {
  const { url, options } = settings;
  const { signal, terminal } = context;
  const progress = options.json === true ? silentProgress : createProgress(terminal);
  const depth = await depthOf(queue, url);
  const moved = await moveDeadLetters(queue, { limit: options.limit, depth, signal, progress });
  const problem = problemOf(name, moved);
  const left = await depthOf(queue, url);
  const interrupted = signal.aborted;
  const result = { queue: name, deadLetterQueueUrl: url, dryRun: false, ...moved, left, interrupted };
  printResult(context, options.json, result, () => renderMoved(name, moved, left));
  if (problem !== null) throw new CommandError(problem);
  if (interrupted) {
    throw new CommandError(`Cannot finish redriving ${name}: interrupted; run the same command again to go on`);
  }
}

async function redrive(context: CommandContext, name: RedrivableQueueName, options: RedriveOptions): Promise<void> {
  const deployment = await resolveDeployment({ stack: options.stack });
  const { queueOutput, deadLetterOutput } = redrivableQueues[name];
  const url = outputOf(deployment, deadLetterOutput);
  const client = queueClient(deployment);
  try {
    const queue = createSqsDeadLetterQueue({ client, deadLetterUrl: url, queueUrl: outputOf(deployment, queueOutput) });
    await (options.dryRun === true ? list : move)(context, name, queue, { url, options });
  } finally {
    client.destroy();
  }
}

/** `redrive QUEUE`: gives messages that failed for good another try. */
export function addRedriveCommand(program: Command, context: CommandContext): void {
  program
    .command('redrive')
    .description('move dead letters back to the queue that they came from, once the cause is mended')
    .addArgument(new Argument('<queue>', 'whose dead letters').choices(redrivableQueueNames))
    .option('--limit <count>', 'how many at most', wholeNumber(1, 1_000_000), 10_000)
    .option('--dry-run', 'list them, a line for each, and move nothing')
    .option(...stackOption)
    .option(...jsonOption)
    .addHelpText('after', help)
    .action((name: RedrivableQueueName, options: RedriveOptions) => redrive(context, name, options));
}
