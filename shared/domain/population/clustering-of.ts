import type { Clustering } from '#contracts/population.ts';
import type { ClusterDeclaration } from './cluster-declaration.ts';
import { isComparable, nameClusters, unstandardised } from './name-clusters.ts';
import { squaredDistance, standardised } from './nearest-cluster.ts';

/** Fewer customers per cluster than this, and no clusters are made. */
export const leastCustomersPerCluster = 50;

/** Most rounds of k-means. */
const maximumRounds = 200;

/**
 * A fresh fit takes the place of one that goes on from the last survey only where it leaves so much less of the
 * distances.
 */
const worthMoving = 0.95;

/**
 * k-means, as `ml-kmeans` offers it. It is handed in, because the package is large and only those load it who group
 * customers. The same seed gives the same groups.
 */
export type KMeans = (
  points: number[][],
  count: number,
  options: {
    readonly initialization: number[][] | 'kmeans++';
    readonly seed: number;
    readonly maxIterations: number;
  },
) => { readonly clusters: number[]; readonly centroids: number[][] };

type Fit = { readonly centres: number[][]; readonly groups: readonly number[]; readonly error: number };

/** Mean and deviation of each column of logarithms; a column that says nothing gets a deviation of 1. */
function scaleOf(rows: readonly (readonly number[])[], features: readonly string[]): Clustering['features'] {
  return features.map((name, column) => {
    const logarithms = rows.map((row) => Math.log1p(Math.max(0, row[column] ?? 0)));
    const mean = logarithms.reduce((sum, value) => sum + value, 0) / rows.length;
    const variance = logarithms.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rows.length;
    const deviation = Math.sqrt(variance);
    return { name, mean, deviation: deviation > 1e-9 ? deviation : 1 };
  });
}

function fitFrom(kmeans: KMeans, points: number[][], count: number, from: number[][] | 'kmeans++'): Fit {
  const fitted = kmeans(points, count, { initialization: from, seed: 1, maxIterations: maximumRounds });
  const centres = fitted.centroids;
  const distance = (point: readonly number[], row: number) =>
    squaredDistance(point, centres[fitted.clusters[row] ?? 0] ?? []);
  return { centres, groups: fitted.clusters, error: points.reduce((sum, point, row) => sum + distance(point, row), 0) };
}

/**
 * Fits anew, and from where the last survey ended. The latter stands unless it is clearly worse, so that groups stay
 * what they are.
 */
function steadyFit(kmeans: KMeans, points: number[][], count: number, previous: number[][] | null): Fit {
  const fresh = fitFrom(kmeans, points, count, 'kmeans++');
  if (previous === null) return fresh;
  const going = fitFrom(kmeans, points, count, previous);
  return fresh.error < worthMoving * going.error ? fresh : going;
}

/** How many customers lie in each group, scaled from the sample to all of them. */
function sizesOf(fitted: Fit, count: number, customers: number): number[] {
  const sampled = new Array<number>(count).fill(0);
  for (const group of fitted.groups) sampled[group] = (sampled[group] ?? 0) + 1;
  return sampled.map((size) => Math.round((size * customers) / fitted.groups.length));
}

/**
 * Groups customers with k-means++ (Arthur & Vassilvitskii 2007). `rows` holds a value of each declared feature for each
 * customer of a sample, always in the same order; `customers` says for how many they stand. Groups keep the names that
 * the nearest ones of `previous` had. Null where there are too few customers to speak of groups.
 */
export function clusteringOf(
  kmeans: KMeans,
  declared: ClusterDeclaration,
  rows: readonly (readonly number[])[],
  customers: number,
  previous: Clustering | null,
): Clustering | null {
  const count = declared.names.length;
  if (rows.length < count * leastCustomersPerCluster) return null;
  const features = scaleOf(rows, declared.features);
  const points = rows.map((row) => features.map((by, column) => standardised(row[column] ?? 0, by)));
  const comparable = previous !== null && isComparable(previous, declared) ? previous : null;
  const begin = comparable?.clusters.map(({ centre }) =>
    unstandardised(centre, comparable.features).map((value, column) => {
      const by = features[column];
      return by === undefined ? value : (value - by.mean) / by.deviation;
    }),
  );
  const fitted = steadyFit(kmeans, points, count, begin ?? null);
  const inLogarithms = fitted.centres.map((centre) => unstandardised(centre, features));
  const names = nameClusters(declared.names, inLogarithms, comparable);
  const sizes = sizesOf(fitted, count, customers);
  const clusters = fitted.centres.map((centre, index) => {
    return { name: names[index] ?? '', size: sizes[index] ?? 0, centre };
  });
  const placeOf = (name: string) => declared.names.indexOf(name);
  return { features, clusters: clusters.sort((a, b) => placeOf(a.name) - placeOf(b.name)) };
}
