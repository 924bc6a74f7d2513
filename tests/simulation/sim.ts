import { availableParallelism } from 'node:os';
import { createProgress, silentProgress } from '#infra/command-line/progress.ts';
import { processTerminal } from '#infra/command-line/terminal.ts';
import { huntMutants } from './command/hunt-mutants.ts';
import { effortSince } from './command/measure-effort.ts';
import { readArguments, type SimArguments, usage } from './command/read-arguments.ts';
import { renderHunts, renderTally } from './command/render-results.ts';
import { runSeeds } from './command/run-seeds.ts';
import { tallyOf } from './command/tally.ts';
import { mutants } from './mutants/mutants.ts';
import { runSeed } from './run-seed.ts';
import { noSpoiler } from './spoiler.ts';

/** Most seeds that are tried on a mutant. */
const mostSeedsOfMutant = 1_000;

/** How many seeds are run unless told otherwise. */
const usualSeeds = 500;

const terminal = processTerminal();
const threads = availableParallelism();

type Asked<Kind> = Extract<SimArguments, { kind: Kind }>;

async function replay({ seed, json }: Asked<'replay'>): Promise<boolean> {
  const startedMs = performance.now();
  const result = await runSeed(seed, noSpoiler, { tracing: true });
  const tally = tallyOf([result]);
  const effort = effortSince(startedMs, 1, 1);
  if (json) terminal.result(JSON.stringify({ ...result, ...effort }, null, 2));
  else {
    for (const line of result.trace) terminal.result(line);
    terminal.result(renderTally({ ...tally, failures: [] }, effort));
    for (const difference of result.differences) terminal.result(difference);
  }
  return result.differences.length === 0;
}

async function hunt({ seeds, json }: Asked<'hunt'>): Promise<boolean> {
  const startedMs = performance.now();
  const progress = json ? silentProgress : createProgress(terminal);
  progress.begin('Hunting', 'mutants', mutants.length);
  const mostSeeds = seeds ?? mostSeedsOfMutant;
  const hunts = await huntMutants({ mutants, mostSeeds, threads }, (count) => progress.advance(count));
  progress.end();
  const effort = effortSince(startedMs, hunts.length, threads);
  terminal.result(json ? JSON.stringify({ hunts, ...effort }, null, 2) : renderHunts(hunts, effort));
  return hunts.every((one) => one.kind === 'caught');
}

async function simulate({ seeds: asked, json }: Asked<'simulate'>): Promise<boolean> {
  const startedMs = performance.now();
  const seeds = asked ?? usualSeeds;
  const progress = json ? silentProgress : createProgress(terminal);
  progress.begin('Simulating', 'seeds', seeds);
  const tally = await runSeeds({ fromSeed: 1, seeds, threads }, (count) => progress.advance(count));
  progress.end();
  const effort = effortSince(startedMs, seeds, threads);
  terminal.result(json ? JSON.stringify({ ...tally, ...effort }, null, 2) : renderTally(tally, effort));
  return tally.differences === 0;
}

async function main(): Promise<boolean> {
  const asked = readArguments(process.argv.slice(2));
  switch (asked.kind) {
    case 'help':
      terminal.result(usage);
      return true;
    case 'replay':
      return replay(asked);
    case 'hunt':
      return hunt(asked);
    case 'simulate':
      return simulate(asked);
  }
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  terminal.note(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
