import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { createProgress, silentProgress } from '#infra/command-line/progress.ts';
import { processTerminal } from '#infra/command-line/terminal.ts';
import { huntMutants } from './command/hunt-mutants.ts';
import { effortSince } from './command/measure-effort.ts';
import { renderHunts, renderTally } from './command/render-results.ts';
import { runSeeds } from './command/run-seeds.ts';
import { tallyOf } from './command/tally.ts';
import { mutants } from './mutants/mutants.ts';
import { runSeed } from './run-seed.ts';
import { noSpoiler } from './spoiler.ts';

const usage = `npm run sim -- [--seeds N] [--seed S] [--mutants] [--json]
  --seeds N   runs the seeds 1 to N (500)
  --seed S    replays one seed, with its trace and its differences
  --mutants   runs every planted bug until a seed catches it, 1,000 at most (--seeds N: N at most)
  --json      prints one JSON object instead of text`;

/** Most seeds that are tried on a mutant. */
const mostSeedsOfMutant = 1_000;

const terminal = processTerminal();
const threads = availableParallelism();

function readArguments() {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string' },
      seed: { type: 'string' },
      mutants: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const whole = z.coerce.number().int().min(1).max(10_000_000).optional();
  const read = (name: 'seeds' | 'seed') => {
    const parsed = whole.safeParse(values[name]);
    if (!parsed.success) throw new Error(`Cannot read --${name}: "${values[name]}" is no whole number from 1 on`);
    return parsed.data;
  };
  return { ...values, seeds: read('seeds'), seed: read('seed') };
}

type Choice = ReturnType<typeof readArguments>;

async function replay(seed: number, choice: Choice): Promise<boolean> {
  const startedMs = performance.now();
  const result = await runSeed(seed, noSpoiler, { tracing: true });
  const tally = tallyOf([result]);
  const effort = effortSince(startedMs, 1, 1);
  if (choice.json) terminal.result(JSON.stringify({ ...result, ...effort }, null, 2));
  else {
    for (const line of result.trace) terminal.result(line);
    terminal.result(renderTally({ ...tally, failures: [] }, effort));
    for (const difference of result.differences) terminal.result(difference);
  }
  return result.differences.length === 0;
}

async function hunt(choice: Choice): Promise<boolean> {
  const startedMs = performance.now();
  const progress = choice.json ? silentProgress : createProgress(terminal);
  progress.begin('Hunting', 'mutants', mutants.length);
  const mostSeeds = choice.seeds ?? mostSeedsOfMutant;
  const hunts = await huntMutants({ mutants, mostSeeds, threads }, (count) => progress.advance(count));
  progress.end();
  const effort = effortSince(startedMs, hunts.length, threads);
  terminal.result(choice.json ? JSON.stringify({ hunts, ...effort }, null, 2) : renderHunts(hunts, effort));
  return hunts.every((one) => one.kind === 'caught');
}

async function simulate(choice: Choice): Promise<boolean> {
  const startedMs = performance.now();
  const seeds = choice.seeds ?? 500;
  const progress = choice.json ? silentProgress : createProgress(terminal);
  progress.begin('Simulating', 'seeds', seeds);
  const tally = await runSeeds({ fromSeed: 1, seeds, threads }, (count) => progress.advance(count));
  progress.end();
  const effort = effortSince(startedMs, seeds, threads);
  terminal.result(choice.json ? JSON.stringify({ ...tally, ...effort }, null, 2) : renderTally(tally, effort));
  return tally.differences === 0;
}

async function main(): Promise<boolean> {
  const choice = readArguments();
  if (choice.help) {
    terminal.result(usage);
    return true;
  }
  if (choice.seed !== undefined) return replay(choice.seed, choice);
  return choice.mutants ? hunt(choice) : simulate(choice);
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  terminal.note(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
