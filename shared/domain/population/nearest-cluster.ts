import type { Clustering } from '#contracts/population.ts';

/** The square of the distance between two points; infinite where they have different dimensions. */
export function squaredDistance(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  return a.reduce((sum, value, index) => sum + (value - (b[index] ?? 0)) ** 2, 0);
}

/** A value in the space of the centres: the long tails of counts and money are tamed, then it is standardised. */
export function standardised(value: number, by: { readonly mean: number; readonly deviation: number }): number {
  return (Math.log1p(Math.max(0, value)) - by.mean) / by.deviation;
}

/**
 * The cluster that a customer belongs to: the one with the nearest centre, of those that are equally near the one
 * listed first. Null where one of the features has no value.
 */
export function nearestCluster(
  { features, clusters }: Clustering,
  read: (feature: string) => number | null,
): string | null {
  const point: number[] = [];
  for (const feature of features) {
    const value = read(feature.name);
    if (value === null) return null;
    point.push(standardised(value, feature));
  }
  let nearest: { readonly name: string; readonly distance: number } | null = null;
  for (const { name, centre } of clusters) {
    const distance = squaredDistance(point, centre);
    if (nearest === null || distance < nearest.distance) nearest = { name, distance };
  }
  return nearest?.name ?? null;
}
