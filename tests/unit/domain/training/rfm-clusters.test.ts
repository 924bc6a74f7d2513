import { describe, expect, test } from 'vitest';
import { type Rfm, rfmClusters } from '#domain/training/rfm-clusters.ts';

/** Numbers from 0 to below 1 that look random and are always the same: the golden ratio's multiples, cut. */
function spread(index: number): number {
  return (index * 0.618_033_988_749_894_9) % 1;
}

function around(centre: Rfm, count: number, offset: number): Rfm[] {
  return Array.from({ length: count }, (_, index) => ({
    recencyDays: centre.recencyDays * (0.9 + 0.2 * spread(index + offset)),
    frequency: centre.frequency * (0.9 + 0.2 * spread(3 * index + offset)),
    monetary: centre.monetary * (0.9 + 0.2 * spread(7 * index + offset)),
  }));
}

const loyal = { recencyDays: 3, frequency: 40, monetary: 2_000 };
const usual = { recencyDays: 30, frequency: 8, monetary: 300 };
const gone = { recencyDays: 300, frequency: 1, monetary: 20 };
const customers = [...around(usual, 300, 1), ...around(gone, 200, 2), ...around(loyal, 100, 3)];

function clustersOf(given: readonly Rfm[], options = { clusters: 3, seed: 7 }) {
  const found = rfmClusters(given, options);
  if (found.kind === 'too few') throw new Error(found.reason);
  return found.clusters;
}

describe('rfmClusters', () => {
  test.each([1, 2, 3, 42])('rfmClusters finds three groups that lie apart, the largest first, with seed %i', (seed) => {
    const found = clustersOf(customers, { clusters: 3, seed });
    expect(found.map((cluster) => cluster.size)).toEqual([300, 200, 100]);
    for (const [index, centre] of [usual, gone, loyal].entries()) {
      const mean = found[index]?.mean;
      expect((mean?.recencyDays ?? 0) / centre.recencyDays).toBeCloseTo(1, 1);
      expect((mean?.frequency ?? 0) / centre.frequency).toBeCloseTo(1, 1);
      expect((mean?.monetary ?? 0) / centre.monetary).toBeCloseTo(1, 1);
    }
  });

  test('rfmClusters gives the same groups for the same seed', () => {
    expect(clustersOf(customers, { clusters: 4, seed: 5 })).toEqual(clustersOf(customers, { clusters: 4, seed: 5 }));
  });

  test('rfmClusters says why it makes no groups of too few customers', () => {
    const reason = '149 customers; 3 clusters need at least 150';
    expect(rfmClusters(customers.slice(0, 149), { clusters: 3, seed: 1 })).toEqual({ kind: 'too few', reason });
    expect(rfmClusters(customers.slice(0, 150), { clusters: 3, seed: 1 }).kind).toBe('clusters');
  });

  test('rfmClusters takes customers who are all alike, and money below 0', () => {
    const alike = Array.from({ length: 200 }, () => ({ recencyDays: 1, frequency: 1, monetary: -5 }));
    const found = clustersOf(alike);
    expect(found.reduce((sum, cluster) => sum + cluster.size, 0)).toBe(200);
    for (const cluster of found) expect(cluster.mean).toEqual({ recencyDays: 1, frequency: 1, monetary: -5 });
  });
});
