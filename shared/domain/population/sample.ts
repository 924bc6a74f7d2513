import { hash } from 'node:crypto';

/**
 * What is kept of one customer: a hash of the id in place of the id, and the values of some features, null where it has
 * none.
 */
export type SampleRow = { readonly hash: number; readonly values: readonly (number | null)[] };

/**
 * A uniform sample of customers without the wish to know beforehand how many there are: the `most` of them whose ids
 * have the smallest hashes. Which these are does not depend on the order in which they come, nor on how they were
 * parted and merged.
 *
 * Up to `most` customers it holds them all, so quantiles are exact. Beyond, by the inequality of Dvoretzky, Kiefer and
 * Wolfowitz with the constant of Massart (1990, Annals of Probability 18), P(sup |F_n − F| > ε) ≤ 2 exp(−2nε²): with n
 * = 50,000 a quantile is off by more than 0.61 percentage points of rank in at most 1 survey of 20, by more than 0.88
 * in at most 1 of 1,000. Drawing without putting back, as here, only makes it better.
 */
export type Sample = {
  add(row: SampleRow): void;
  /** Keeps the smallest `most` from now on; never more than before. */
  limit(most: number): void;
  /** Ascending by hash. */
  rows(): readonly SampleRow[];
};

/** How many customers of one tenant are held at most. */
export const mostSampled = 50_000;

/**
 * Digits of the hash: 52 bits, which a number holds exactly. Two of a million share one with a probability of 1 in
 * 9,000.
 */
const hashDigits = 13;

/** The hash by which customers are chosen: evenly spread from 0 to below 2^52. */
export function sampleHash(customerId: string): number {
  return Number.parseInt(hash('sha256', customerId, 'hex').slice(0, hashDigits), 16);
}

/** Two customers of one hash are told apart by their values, so that the order in which they come cannot matter. */
function compareRows(a: SampleRow, b: SampleRow): number {
  if (a.hash !== b.hash) return a.hash - b.hash;
  for (const [index, value] of a.values.entries()) {
    const other = b.values[index] ?? null;
    if (value === other) continue;
    if (value === null) return -1;
    if (other === null) return 1;
    return value - other;
  }
  return 0;
}

/** Makes a sample of at most so many rows. Memory: twice as many, before what is too large is sorted out. */
export function createSample(most: number, rows: readonly SampleRow[] = []): Sample {
  let limit = most;
  let kept = [...rows];
  let largest = Number.POSITIVE_INFINITY;
  const settle = () => {
    kept.sort(compareRows);
    if (kept.length > limit) kept = kept.slice(0, limit);
    if (kept.length === limit) largest = kept.at(-1)?.hash ?? largest;
  };
  settle();
  return {
    add(row) {
      if (row.hash > largest) return;
      kept.push(row);
      if (kept.length >= 2 * limit) settle();
    },
    limit(fewer) {
      if (fewer >= limit) return;
      limit = Math.max(1, fewer);
      settle();
    },
    rows() {
      settle();
      return kept;
    },
  };
}
