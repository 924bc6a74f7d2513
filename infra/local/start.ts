import { join } from 'node:path';
import { projectDirectory } from '#infra/project-directory.ts';
import { presentMs } from './clock-reading.ts';
import { createLiveDisplay } from './demo/live-display.ts';
import { openSession } from './demo/open-session.ts';
import { makeRunDirectory } from './demo/run-directory.ts';
import { runOnce } from './demo/run-once.ts';
import { type Run, runStreaming } from './demo/run-streaming.ts';
import { type RunningHoldfast, watchHoldfast } from './demo/running-holdfast.ts';
import { readStartArguments, usage } from './demo/start-arguments.ts';
import { startStack } from './demo/start-stack.ts';
import { listenForStop, type StopSignal } from './demo/stop-signal.ts';
import { createUndoStack } from './undo-stack.ts';

// Functions run in this process's threads, and Lambda's time zone is UTC.
process.env['TZ'] = 'UTC';

const beganMs = performance.now();
const elapsedSeconds = (): number => Math.round((performance.now() - beganMs) / 10) / 100;

async function main(): Promise<number> {
  const given = readStartArguments(process.argv.slice(2));
  if (given.help) {
    process.stdout.write(usage);
    return 0;
  }
  const display = createLiveDisplay(given.json ? process.stderr : process.stdout, () => performance.now());
  const stop = listenForStop(() => display.say('Stopping everything… (Ctrl-C again to force it)'));
  const failures: Error[] = [];
  const fail = (error: Error): void => {
    failures.push(error);
    stop.end();
  };
  const run: Run = { given, display, signal: stop.signal, fail, endings: createUndoStack() };
  const exitCode = await endInAnyCase(run, stop);
  for (const failure of failures) throw failure;
  return exitCode;
}

/** Runs to the end, or to Ctrl-C, and then ends everything that was started, whatever went wrong. */
async function endInAnyCase(run: Run, stop: StopSignal): Promise<number> {
  const { given, display } = run;
  try {
    return await start(run);
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    display.say('Stopped before it was done.');
    return given.once ? 1 : 0;
  } finally {
    stop.end();
    await run.endings.run();
    display.say(`Stopped after ${elapsedSeconds()} s.`);
    stop.release();
  }
}

async function start(run: Run): Promise<number> {
  const { given, display, signal } = run;
  const session = await openSession(given, presentMs());
  const runDirectory = await makeRunDirectory(join(projectDirectory, '.holdfast'), process.pid);
  const stack = await startStack(run, session.clock, runDirectory);
  const upSeconds = elapsedSeconds();
  display.say(`Up after ${upSeconds} s.`);
  const holdfast = await watchHoldfast({ ...session, stack, signal, log: display.say });
  run.endings.add(async () => holdfast.views.close());
  if (given.once) return once(run, holdfast, upSeconds);
  await runStreaming(run, session, holdfast);
  return 0;
}

async function once({ given, display, signal }: Run, holdfast: RunningHoldfast, upSeconds: number): Promise<number> {
  const options = { ...given, signal, upSeconds, elapsedSeconds, say: display.say };
  const { result, problems } = await runOnce(holdfast, options);
  for (const problem of problems) process.stderr.write(`Does not add up: ${problem}\n`);
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  return problems.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  const errors = error instanceof AggregateError ? [error, ...error.errors] : [error];
  for (const one of errors) process.stderr.write(`${one instanceof Error ? one.message : one}\n`);
  process.exitCode = 1;
}
