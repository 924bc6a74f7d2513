import type { Clustering, FeatureSpread, Population } from '#contracts/population.ts';
import { sampledFeatures } from './census.ts';
import { clusteringOf, type KMeans } from './clustering-of.ts';
import type { GroupTally } from './group-tally.ts';
import type { PopulationNeeds } from './population-needs.ts';
import { fifthsOf } from './spread-of.ts';

/** Values of one column of the sample, of those who have one. */
function column(group: GroupTally, index: number): number[] {
  return group.sample.rows().flatMap((row) => row.values[index] ?? []);
}

function spreadsOf(needs: PopulationNeeds, group: GroupTally): [string, FeatureSpread][] {
  return sampledFeatures(needs, group.subject).flatMap((name, index): [string, FeatureSpread][] => {
    const { customers, sum } = group.features[index] ?? { customers: 0, sum: 0 };
    const fifths = fifthsOf(column(group, index));
    if (!needs.spreads.includes(name) || fifths === null) return [];
    return [[name, { customers, mean: sum / customers, fifths }]];
  });
}

function clusteringOfGroup(
  kmeans: KMeans,
  needs: PopulationNeeds,
  group: GroupTally,
  previous: Clustering | null,
): Clustering | null {
  if (needs.clusters === null) return null;
  const all = sampledFeatures(needs, 'customer');
  const columns = needs.clusters.features.map((name) => all.indexOf(name));
  const sampled = group.sample.rows();
  const rows = sampled.flatMap(({ values }) => {
    const own = columns.flatMap((index) => values[index] ?? []);
    return own.length === columns.length ? [own] : [];
  });
  const customers = Math.round((group.profiles * rows.length) / Math.max(1, sampled.length));
  return clusteringOf(kmeans, needs.clusters, rows, customers, previous);
}

/** The snapshot of a tenant out of what was counted of its customers (`measuredGroup`). */
export function populationOf(
  kmeans: KMeans,
  needs: PopulationNeeds,
  group: GroupTally,
  previous: Population | null,
  effectiveFromMs: number,
): Population {
  return {
    schemaVersion: 1,
    effectiveFromMs,
    customers: group.profiles,
    features: Object.fromEntries(spreadsOf(needs, group)),
    clustering: clusteringOfGroup(kmeans, needs, group, previous?.clustering ?? null),
  };
}
