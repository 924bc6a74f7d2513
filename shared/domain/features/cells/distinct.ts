import { hashOfValue } from '#domain/features/hash-of-value.ts';
import { compileProperty } from '#domain/features/property-of-event.ts';
import { compileSelector } from '#domain/features/select-event.ts';
import type { CellLaw, CellOf } from './cell-law.ts';
import { checkBound, mostKept } from './check-bound.ts';

const allHashes = 2 ** 32;

/** Both ascending, each hash once → the smallest `keep` of both, each once. */
function smallest(a: readonly number[], b: readonly number[], keep: number): number[] {
  const hashes: number[] = [];
  let i = 0;
  let j = 0;
  while (hashes.length < keep) {
    const left = a[i];
    const right = b[j];
    if (left === undefined && right === undefined) break;
    const next = Math.min(left ?? allHashes, right ?? allHashes);
    hashes.push(next);
    if (left === next) i += 1;
    if (right === next) j += 1;
  }
  return hashes;
}

/**
 * How many different values there were: exactly while fewer than `keep`, estimated from the `keep` smallest hashes beyond, as
 * (keep − 1) ÷ the keep-th smallest as a share of all hashes (the unbiased estimator of K. Beyer et al., "On Synopses for
 * Distinct-Value Estimation Under Multiset Operations", SIGMOD 2007). Its relative standard error is about 1 ÷ √(keep − 2).
 */
export function distinctEstimate({ hashes }: CellOf<'distinct'>, keep: number): number {
  const greatest = hashes[keep - 1];
  if (greatest === undefined || keep < 2) return hashes.length;
  return Math.max(keep, (keep - 1) / ((greatest + 1) / allHashes));
}

/** The different values of a property, by their hashes. As bytes: how many, then how much greater than the one before each is. */
export const distinct: CellLaw<'distinct'> = {
  kind: 'distinct',
  ofEvent(plan, spec) {
    checkBound('different values', spec.keep, mostKept);
    const selects = compileSelector(plan, spec.of);
    const propertyOf = compileProperty(spec.property);
    return (event, found) => {
      const hash = selects(event, found) ? hashOfValue(propertyOf(event)) : null;
      return hash === null ? null : { kind: 'distinct', hashes: [hash] };
    };
  },
  merge(spec, a, b) {
    const [one] = b.hashes;
    // Most events tell of a value that is known.
    if (one !== undefined && b.hashes.length === 1 && a.hashes.includes(one)) return a;
    return { kind: 'distinct', hashes: smallest(a.hashes, b.hashes, spec.keep) };
  },
  forms: 1,
  formOf: () => 0,
  write(writer, { hashes }) {
    writer.unsigned(hashes.length);
    let before = 0;
    for (const hash of hashes) {
      writer.unsigned(hash - before);
      before = hash;
    }
  },
  read(reader) {
    const hashes: number[] = [];
    let hash = 0;
    for (let left = reader.unsigned(); left > 0; left -= 1) {
      hash += reader.unsigned();
      hashes.push(hash);
    }
    return { kind: 'distinct', hashes };
  },
  // Of 32 bits, at most 16 distances can be of 28 bits or more, which take a fifth byte.
  plannedBytes: (spec) => (spec.keep < 128 ? 1 : 2) + spec.keep * 4 + Math.min(spec.keep, 16),
};
