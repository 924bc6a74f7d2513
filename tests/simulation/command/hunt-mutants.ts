import type { Mutant } from '../mutant.ts';
import { runThreads } from './run-threads.ts';
import type { ThreadWork } from './thread-work.ts';

/** What became of a mutant: the first seed that caught it and what it saw, or after how many seeds it survived. */
export type Hunt = Pick<Mutant, 'name' | 'what'> &
  (
    | { readonly kind: 'caught'; readonly seed: number; readonly difference: string }
    | { readonly kind: 'survived'; readonly seeds: number }
  );

/** Runs each mutant over the seeds from 1 on until one catches it; `onAdvance` is told of each that is settled. */
export async function huntMutants(
  options: { readonly mutants: readonly Mutant[]; readonly mostSeeds: number; readonly threads: number },
  onAdvance: (mutants: number) => void,
): Promise<Hunt[]> {
  const { mutants, mostSeeds, threads } = options;
  const pieces = mutants.map((mutant): ThreadWork => {
    return { kind: 'mutant', name: mutant.name, fromSeed: 1, toSeed: mostSeeds };
  });
  const hunts = new Map<string, Hunt>();
  await runThreads(threads, pieces, (piece, results) => {
    if (piece.kind !== 'mutant') return;
    const mutant = mutants.find((one) => one.name === piece.name);
    if (mutant === undefined) return;
    const { name, what } = mutant;
    const last = results.at(-1);
    const difference = last?.differences[0];
    const isCaught = last !== undefined && difference !== undefined;
    hunts.set(
      name,
      isCaught
        ? { name, what, kind: 'caught', seed: last.seed, difference }
        : { name, what, kind: 'survived', seeds: results.length },
    );
    onAdvance(1);
  });
  return mutants.flatMap((mutant) => hunts.get(mutant.name) ?? []);
}
