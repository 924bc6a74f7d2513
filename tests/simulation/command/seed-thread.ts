import { parentPort } from 'node:worker_threads';
import { mutantNamed } from '../mutants/mutants.ts';
import { runSeed, type SeedResult } from '../run-seed.ts';
import { noSpoiler, type Spoiler } from '../spoiler.ts';
import { type ThreadWork, threadWorkSchema } from './thread-work.ts';

/** Most differences of one run that are handed on: one that is wholly wrong has thousands. */
const differencesKept = 50;

// Every injected fault is an error; writing down where it was made takes a tenth of a run.
Error.stackTraceLimit = 0;

async function run(seed: number, spoiler: Spoiler): Promise<SeedResult> {
  const result = await runSeed(seed, spoiler, { tracing: false });
  return { ...result, differences: result.differences.slice(0, differencesKept) };
}

async function runAll({ fromSeed, toSeed }: ThreadWork): Promise<SeedResult[]> {
  const results: SeedResult[] = [];
  for (let seed = fromSeed; seed <= toSeed; seed += 1) results.push(await run(seed, noSpoiler));
  return results;
}

/** Runs seeds until one shows a difference that the honest product does not show; that one comes last. */
async function runUntilCaught({ fromSeed, toSeed }: ThreadWork, spoiler: Spoiler): Promise<SeedResult[]> {
  const results: SeedResult[] = [];
  for (let seed = fromSeed; seed <= toSeed; seed += 1) {
    const result = await run(seed, spoiler);
    const isCaught = result.differences.length > 0 && (await run(seed, noSpoiler)).differences.length === 0;
    results.push(isCaught ? result : { ...result, differences: [] });
    if (isCaught) break;
  }
  return results;
}

parentPort?.on('message', async (message: unknown) => {
  const work = threadWorkSchema.parse(message);
  parentPort?.postMessage(
    await (work.kind === 'mutant' ? runUntilCaught(work, mutantNamed(work.name).spoil) : runAll(work)),
  );
});
