import type { Clustering } from '#contracts/population.ts';
import { squaredDistance } from './nearest-cluster.ts';

/**
 * A centre in the space of logarithms, before it is standardised: there, centres of different surveys can be compared.
 */
export function unstandardised(centre: readonly number[], features: Clustering['features']): number[] {
  return centre.map((value, index) => value * (features[index]?.deviation ?? 1) + (features[index]?.mean ?? 0));
}

/** Whether a clustering tells customers apart by the same features, under the same names, as are declared now. */
export function isComparable(
  previous: Clustering,
  declared: { readonly features: readonly string[]; readonly names: readonly string[] },
): boolean {
  const same = (a: readonly string[], b: readonly string[]) =>
    a.length === b.length && a.every((one) => b.includes(one));
  const features = previous.features.map((feature) => feature.name);
  const inOrder = features.every((name, index) => name === declared.features[index]);
  const names = previous.clusters.map((cluster) => cluster.name);
  return features.length === declared.features.length && inOrder && same(names, declared.names);
}

/** The names in the order of the first feature, highest first; the other features decide between equals. */
function namesByRank(names: readonly string[], centres: readonly (readonly number[])[]): string[] {
  const compare = (a: readonly number[], b: readonly number[]) => {
    const index = a.findIndex((value, at) => value !== b[at]);
    return index === -1 ? 0 : (b[index] ?? 0) - (a[index] ?? 0);
  };
  const ranked = centres.map((centre, index) => ({ centre, index })).sort((a, b) => compare(a.centre, b.centre));
  const named = centres.map(() => '');
  for (const [rank, { index }] of ranked.entries()) named[index] = names[rank] ?? '';
  return named;
}

/**
 * Of all pairs of an old and a new centre the nearest get each other, then the nearest of those that are left, and so
 * on.
 */
function namesByDistance(previous: Clustering, centres: readonly (readonly number[])[]): string[] {
  const pairs = previous.clusters.flatMap((cluster, old) => {
    const from = unstandardised(cluster.centre, previous.features);
    return centres.map((centre, index) => ({
      old,
      index,
      name: cluster.name,
      distance: squaredDistance(from, centre),
    }));
  });
  pairs.sort((a, b) => a.distance - b.distance || a.old - b.old || a.index - b.index);
  const named: (string | undefined)[] = centres.map(() => undefined);
  const given = new Set<number>();
  for (const { old, index, name } of pairs) {
    if (given.has(old) || named[index] !== undefined) continue;
    given.add(old);
    named[index] = name;
  }
  return named.map((name) => name ?? '');
}

/**
 * The names of new centres, given in the space of logarithms: those that the nearest centres of the previous survey
 * had; by rank in the first feature where there is none to compare with.
 */
export function nameClusters(
  names: readonly string[],
  centres: readonly (readonly number[])[],
  previous: Clustering | null,
): string[] {
  return previous === null ? namesByRank(names, centres) : namesByDistance(previous, centres);
}
