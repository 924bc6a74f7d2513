import type { SeedResult } from '../run-seed.ts';
import { runThreads } from './run-threads.ts';
import { type Tally, tallyOf } from './tally.ts';
import type { ThreadWork } from './thread-work.ts';

/** How many seeds a thread takes at once: few, so that no thread is left alone at the end. */
const seedsPerPiece = 4;

/** Runs the seeds `fromSeed`, `fromSeed + 1`, … on several threads; `onAdvance` is told how many are done. */
export async function runSeeds(
  options: { readonly fromSeed: number; readonly seeds: number; readonly threads: number },
  onAdvance: (seeds: number) => void,
): Promise<Tally> {
  const { fromSeed, seeds, threads } = options;
  const lastSeed = fromSeed + seeds - 1;
  const pieces: ThreadWork[] = [];
  for (let seed = fromSeed; seed <= lastSeed; seed += seedsPerPiece) {
    pieces.push({ kind: 'seeds', fromSeed: seed, toSeed: Math.min(lastSeed, seed + seedsPerPiece - 1) });
  }
  const results: SeedResult[] = [];
  await runThreads(threads, pieces, (_, answered) => {
    results.push(...answered);
    onAdvance(answered.length);
  });
  return tallyOf(results);
}
