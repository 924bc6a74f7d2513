import type { Clustering } from '#contracts/population.ts';
import type { RuleLeaf } from '#contracts/segment-rule.ts';
import { latestTimeMs } from '#contracts/time.ts';
import type { CompiledFeature } from '#domain/features/compiled-feature.ts';
import { nearestCluster } from '#domain/population/nearest-cluster.ts';
import type { CompiledLeaf } from '#domain/segments/compiled-leaf.ts';
import type { RuleSubject } from '#domain/segments/compiled-segment.ts';
import { holding } from '#domain/segments/holding.ts';
import { clusterUntilMs, type MovingValue } from './cluster-until.ts';
import { type ReadSubject, readingOf } from './feature-leaf.ts';

type Features = ReadonlyMap<string, CompiledFeature>;

function clusterAt(clustering: Clustering, features: Features, subject: ReadSubject): string | null {
  return nearestCluster(clustering, (name) => {
    const feature = features.get(name);
    const value = feature === undefined ? null : readingOf(feature, subject).value;
    return typeof value === 'number' ? value : null;
  });
}

function untilMs(clustering: Clustering, features: Features, subject: RuleSubject, own: string | null): number | null {
  const values: MovingValue[] = [];
  let endMs = latestTimeMs + 1;
  let moves = false;
  for (const { name } of clustering.features) {
    const feature = features.get(name);
    if (feature === undefined) return null;
    const reading = readingOf(feature, subject);
    if (reading.untilMs !== null) endMs = Math.min(endMs, reading.untilMs);
    if (typeof reading.value === 'number') values.push({ value: reading.value, perMs: reading.perMs });
    if (reading.perMs !== 0) moves = true;
  }
  const centre = clustering.clusters.find((cluster) => cluster.name === own)?.centre;
  if (moves && centre !== undefined) {
    const { state, population, relations } = subject;
    const isSameAt = (nowMs: number) =>
      clusterAt(clustering, features, { state, population, relations, nowMs, readings: [] }) === own;
    endMs = clusterUntilMs(clustering, centre, values, { nowMs: subject.nowMs, endMs, isSameAt });
  }
  return endMs > latestTimeMs ? null : endMs;
}

/** Is in one of the clusters of the clustering that is effective; in none before there is one. */
export function clusterLeaf(leaf: Extract<RuleLeaf, { op: 'cluster' }>, features: Features): CompiledLeaf {
  const wanted = new Set(leaf.in);
  const clusterOf = (subject: RuleSubject): string | null => {
    const clustering = subject.population?.clustering ?? null;
    return clustering === null ? null : clusterAt(clustering, features, subject);
  };
  return {
    holding(subject) {
      const clustering = subject.population?.clustering ?? null;
      if (clustering === null) return holding(false, null);
      const own = clusterAt(clustering, features, subject);
      return holding(own !== null && wanted.has(own), untilMs(clustering, features, subject, own));
    },
    value: clusterOf,
    isKnown(subject) {
      const asked = subject.population?.clustering?.features ?? [];
      return asked.every(({ name }) => features.get(name)?.isKnown(subject) ?? false);
    },
    isKnownByCells: false,
    cells: [],
  };
}
