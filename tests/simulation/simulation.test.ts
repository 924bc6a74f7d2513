import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { huntMutants } from './command/hunt-mutants.ts';
import { runSeeds } from './command/run-seeds.ts';
import { mutantNamed } from './mutants/mutants.ts';
import { runSeed } from './run-seed.ts';
import { noSpoiler } from './spoiler.ts';

const threads = Math.min(4, availableParallelism());

/** How many seeds run with every change; `npm run sim` runs as many as one likes. */
const seeds = 300;

/** Bugs of different kinds, each of which is caught within a few seeds. */
const quickMutants = [
  'acknowledge before the write',
  'plain ADD',
  'counted before it is archived',
  'a stale read without the condition',
  'the filter forgotten on spill',
  'ignore FailedEntryCount',
  'an e-mail claimed after sending',
];

/** Every method of the world that handlers call; each must have failed in some way while the seeds ran. */
const methods = [
  'sources.find',
  'queue.send',
  'toArchive.send',
  'archive.put',
  'profiles.load',
  'profiles.loadMany',
  'profiles.put',
  'profiles.putPage',
  'profiles.loadPages',
  'profiles.loadTraits',
  'profiles.putTraits',
  'profiles.putJoin',
  'profiles.loadJoins',
  'profiles.putMember',
  'ledger.quarantine',
  'ledger.recordTransitions',
  'ledger.recordOutcome',
  'ledger.createTask',
  'ledger.claimDelivery',
  'ledger.settleDelivery',
  'publisher.publish',
  'index.dueInAll',
  'runs.loadRun',
  'runs.latestRun',
  'runs.claimStart',
  'runs.putRun',
  'emails.send',
];

test(`runSeeds finds no difference in the seeds 1 to ${seeds}`, async () => {
  const tally = await runSeeds({ fromSeed: 1, seeds, threads }, () => undefined);
  console.log(`${tally.seeds} seeds, ${tally.events} different events, ${tally.differences} differences`);
  expect(tally.failures).toEqual([]);
  expect(tally.seeds).toBe(seeds);
  expect(tally.fewestEvents).toBeGreaterThanOrEqual(400);
  const crashed = Object.keys(tally.injected).filter((kind) => kind.startsWith('crash '));
  expect(methods.filter((method) => !crashed.some((kind) => kind.endsWith(` ${method}`)))).toEqual([]);
});

test('runSeed does the very same twice, step by step', async () => {
  const [first, second] = [
    await runSeed(12, noSpoiler, { tracing: true }),
    await runSeed(12, noSpoiler, { tracing: true }),
  ];
  expect(first.trace.length).toBeGreaterThan(1_000);
  expect(second).toEqual(first);
});

test('runSeed comes to the same with and without a trace', async () => {
  const traced = await runSeed(13, noSpoiler, { tracing: true });
  expect(await runSeed(13, noSpoiler, { tracing: false })).toEqual({ ...traced, trace: [] });
});

test('huntMutants has planted bugs of several kinds caught within a few seeds', async () => {
  const hunts = await huntMutants({ mutants: quickMutants.map(mutantNamed), mostSeeds: 30, threads }, () => undefined);
  expect(hunts.filter((hunt) => hunt.kind === 'survived')).toEqual([]);
});
