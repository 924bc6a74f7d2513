import { parseArgs } from 'node:util';

export const usage = `npm run -s sim -- [--seeds N] [--mutants] [--json]
npm run -s sim -- --seed S [--json]
  --seeds N   runs the seeds 1 to N (default 300)
  --seed S    replays one seed, with its trace and its differences
  --mutants   runs every planted bug until a seed catches it, 1,000 at most (--seeds N: N at most)
  --json      prints one JSON object instead of text
  --help      this text`;

/** Most that a seed, or a number of seeds, may be. */
const greatest = 10_000_000;

/** What the simulator is asked to do. `seeds` is null where no number was given. */
export type SimArguments = { readonly json: boolean } & (
  | { readonly kind: 'help' }
  | { readonly kind: 'replay'; readonly seed: number }
  | { readonly kind: 'hunt'; readonly seeds: number | null }
  | { readonly kind: 'simulate'; readonly seeds: number | null }
);

function parse(words: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        seeds: { type: 'string' },
        seed: { type: 'string' },
        mutants: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    return values;
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new Error(`Cannot read the arguments: ${problem}\n\n${usage}`, { cause: error });
  }
}

function wholeNumber(name: string, text: string): number {
  const value = /^\d{1,8}$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= greatest) return value;
  throw new Error(`Cannot read --${name}: "${text}" is no whole number from 1 to ${greatest.toLocaleString('en')}`);
}

/** Reads the arguments of the simulator. Throws, with the value, on what is not known or does not fit together. */
export function readArguments(words: readonly string[]): SimArguments {
  const { seed, seeds, mutants, json, help } = parse(words);
  if (help) return { kind: 'help', json };
  if (seed !== undefined) {
    const other = mutants ? '--mutants' : '--seeds';
    if (mutants || seeds !== undefined) throw new Error(`Cannot use --seed with ${other}: a replay runs one seed`);
    return { kind: 'replay', seed: wholeNumber('seed', seed), json };
  }
  const count = seeds === undefined ? null : wholeNumber('seeds', seeds);
  return { kind: mutants ? 'hunt' : 'simulate', seeds: count, json };
}
