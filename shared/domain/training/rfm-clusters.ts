import { kmeans } from 'ml-kmeans';

/** One customer's recency (days), frequency (purchases) and monetary value (major units). */
export type Rfm = { readonly recencyDays: number; readonly frequency: number; readonly monetary: number };

export type RfmCluster = {
  readonly size: number;
  /** Means of the members, in the units of the input. */
  readonly mean: Rfm;
};

/** Fewer customers per cluster than this, and no clusters are made. */
export const leastCustomersPerCluster = 50;

/** Most rounds of k-means. */
const maximumRounds = 200;

/** log(1 + x) tames the long tails of frequency and money; all three are then brought to mean 0 and deviation 1. */
function standardise(customers: readonly Rfm[]): number[][] {
  const columns = [
    customers.map((one) => Math.log1p(one.recencyDays)),
    customers.map((one) => Math.log1p(one.frequency)),
    customers.map((one) => Math.log1p(Math.max(0, one.monetary))),
  ].map((column) => {
    const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
    const deviation = Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length);
    return column.map((value) => (deviation === 0 ? 0 : (value - mean) / deviation));
  });
  return customers.map((_, row) => columns.map((column) => column[row] ?? 0));
}

function meanOf(members: readonly Rfm[]): Rfm {
  const mean = (pick: (one: Rfm) => number) => members.reduce((sum, one) => sum + pick(one), 0) / members.length;
  return {
    recencyDays: mean((one) => one.recencyDays),
    frequency: mean((one) => one.frequency),
    monetary: mean((one) => one.monetary),
  };
}

/**
 * Groups customers by RFM with k-means++ (Arthur & Vassilvitskii 2007) and describes the groups, the largest first. The
 * same seed gives the same groups. Returns a reason instead where there are too few customers to speak of groups.
 */
export function rfmClusters(
  customers: readonly Rfm[],
  options: { clusters: number; seed: number },
): { kind: 'clusters'; clusters: RfmCluster[] } | { kind: 'too few'; reason: string } {
  const least = options.clusters * leastCustomersPerCluster;
  if (customers.length < least) {
    return {
      kind: 'too few',
      reason: `${customers.length} customers; ${options.clusters} clusters need at least ${least}`,
    };
  }
  const fitted = kmeans(standardise(customers), options.clusters, {
    initialization: 'kmeans++',
    seed: options.seed,
    maxIterations: maximumRounds,
  });
  const groups = new Map<number, Rfm[]>();
  for (const [row, customer] of customers.entries()) {
    const cluster = fitted.clusters[row] ?? 0;
    const members = groups.get(cluster);
    if (members === undefined) groups.set(cluster, [customer]);
    else members.push(customer);
  }
  const clusters = [...groups.values()].map((members) => ({ size: members.length, mean: meanOf(members) }));
  return { kind: 'clusters', clusters: clusters.sort((a, b) => b.size - a.size) };
}
