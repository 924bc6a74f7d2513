import { createHash } from 'node:crypto';

/** A stream of chance that is the same for the same labels, on every machine. */
export type Random = {
  /** From 0 to below 1. */
  next(): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** A whole number from 0 to below `bound`. */
  below(bound: number): number;
  /** A positive number with this mean, exponentially distributed. */
  exponential(mean: number): number;
  /** A positive number whose logarithm is normally distributed: `median` times e^(spread × N(0, 1)). */
  logNormal(median: number, spread: number): number;
  /** One of the list. Throws when it is empty. */
  pick<T>(list: readonly T[]): T;
};

/**
 * Makes a stream of its own for the labels, so that what happens to one customer disturbs no other.
 *
 * The generator is sfc32 (Chris Doty-Humphrey, "PractRand", public domain); its state comes from SHA-256 of the labels.
 */
export function createRandom(...labels: readonly (string | number)[]): Random {
  const digest = createHash('sha256').update(JSON.stringify(labels)).digest();
  let a = digest.readUInt32LE(0);
  let b = digest.readUInt32LE(4);
  let c = digest.readUInt32LE(8);
  let counter = 1;

  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 2 ** 32;
  };
  // The first numbers still show how similar two seeds were (PractRand throws away as many).
  for (let warmUp = 0; warmUp < 12; warmUp += 1) next();

  const exponential = (mean: number): number => -Math.log(1 - next()) * mean;
  return {
    next,
    exponential,
    chance: (probability) => next() < probability,
    below: (bound) => Math.floor(next() * bound),
    // Box and Muller (1958), "A note on the generation of random normal deviates".
    logNormal: (median, spread) =>
      median * Math.exp(spread * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())),
    pick: (list) => {
      const one = list[Math.floor(next() * list.length)];
      if (one === undefined) throw new RangeError('Cannot pick one of an empty list');
      return one;
    },
  };
}
