import { kmeans } from 'ml-kmeans';
import { describe, expect, test } from 'vitest';
import { type Clustering, clusteringSchema } from '#contracts/population.ts';
import type { Subject } from '#domain/features/cell.ts';
import type { FeatureDefinition } from '#domain/features/feature-definition.ts';
import { refuseClusters } from '#domain/population/cluster-declaration.ts';
import { clusteringOf } from '#domain/population/clustering-of.ts';
import { nearestCluster } from '#domain/population/nearest-cluster.ts';

/** A feature of numbers; what it counts does not matter here. */
function declareNumber(name: string, subject: Subject): FeatureDefinition {
  return {
    name,
    type: 'number',
    unit: 'times',
    description: name,
    version: 1,
    owner: 'tests',
    subject,
    of: { kind: 'count', of: { events: { by: 'activity' }, where: [] } },
    previous: null,
  };
}

const declared = { features: ['money', 'orders'], names: ['best', 'steady', 'rare'] };

/** Three groups that lie far apart, in no order; `shift` moves them all a little, as a day does. */
function threeGroups(size: number, shift: number): number[][] {
  const centres = [
    [2_000, 60],
    [10, 1],
    [300, 12],
  ];
  return Array.from({ length: 3 * size }, (_, index) => {
    const [money = 0, orders = 0] = centres[index % 3] ?? [];
    const noise = 1 + (((index * 7_919) % 101) - 50) / 400;
    return [(money + shift) * noise, (orders + shift / 50) * noise];
  });
}

function mustCluster(rows: readonly (readonly number[])[], previous: Clustering | null): Clustering {
  const found = clusteringOf(kmeans, declared, rows, rows.length, previous);
  if (found === null) throw new Error('Cannot go on: no clusters were made');
  return found;
}

const place = (clustering: Clustering, money: number, orders: number) =>
  nearestCluster(clustering, (feature) => (feature === 'money' ? money : orders));

describe('clusteringOf', () => {
  test('clusteringOf finds groups that lie apart, and names them by the first feature, highest first', () => {
    const found = mustCluster(threeGroups(100, 0), null);
    expect(clusteringSchema.parse(found)).toEqual(found);
    expect(found.clusters.map(({ name, size }) => [name, size])).toEqual([
      ['best', 100],
      ['steady', 100],
      ['rare', 100],
    ]);
    expect([place(found, 2_000, 60), place(found, 300, 12), place(found, 10, 1)]).toEqual(['best', 'steady', 'rare']);
  });

  test('clusteringOf is the same for the same customers, and scales sizes to all whom a sample stands for', () => {
    const rows = threeGroups(100, 0);
    expect(mustCluster(rows, null)).toEqual(mustCluster(rows, null));
    const scaled = clusteringOf(kmeans, declared, rows, 30_000, null);
    expect(scaled?.clusters.map((cluster) => cluster.size)).toEqual([10_000, 10_000, 10_000]);
  });

  test('clusteringOf gives each group the name that the nearest one had before, though its rank has changed', () => {
    const first = mustCluster(threeGroups(100, 0), null);
    const swapped: Clustering = {
      ...first,
      clusters: first.clusters.map((cluster) => {
        const names: Record<string, string> = { best: 'rare', rare: 'best' };
        return { ...cluster, name: names[cluster.name] ?? cluster.name };
      }),
    };
    const next = mustCluster(threeGroups(100, 5), swapped);
    expect([place(next, 2_000, 60), place(next, 300, 12), place(next, 10, 1)]).toEqual(['rare', 'steady', 'best']);
  });

  test('clusteringOf begins anew where other features or names are declared', () => {
    const first = mustCluster(threeGroups(100, 0), null);
    const other = { features: ['orders', 'money'], names: ['best', 'steady', 'rare'] };
    const rows = threeGroups(100, 0).map(([money = 0, orders = 0]) => [orders, money]);
    const found = clusteringOf(kmeans, other, rows, rows.length, first);
    expect(found?.clusters.map((cluster) => cluster.name)).toEqual(['best', 'steady', 'rare']);
    const renamed = clusteringOf(kmeans, { ...declared, names: ['a', 'b', 'c'] }, threeGroups(100, 0), 300, first);
    expect(renamed?.clusters.map((cluster) => cluster.name)).toEqual(['a', 'b', 'c']);
  });

  test('clusteringOf makes no groups of fewer than 50 customers for each', () => {
    expect(clusteringOf(kmeans, declared, threeGroups(49, 0), 147, null)).toBeNull();
  });

  test('clusteringOf copes with a feature that is the same for all', () => {
    const rows = threeGroups(60, 0).map(([money = 0]) => [money, 3]);
    const found = mustCluster(rows, null);
    expect(clusteringSchema.safeParse(found).success).toBe(true);
    expect(found.features[1]?.deviation).toBe(1);
  });
});

describe('nearestCluster', () => {
  test('nearestCluster places nobody who lacks a value, and takes the first of two that are equally near', () => {
    const clustering: Clustering = {
      features: [{ name: 'money', mean: 0, deviation: 1 }],
      clusters: [
        { name: 'a', size: 1, centre: [Math.log1p(1)] },
        { name: 'b', size: 1, centre: [Math.log1p(1)] },
        { name: 'c', size: 1, centre: [Math.log1p(100)] },
      ],
    };
    expect(nearestCluster(clustering, () => null)).toBeNull();
    expect(nearestCluster(clustering, () => 1)).toBe('a');
    expect(nearestCluster(clustering, () => -5)).toBe('a');
    expect(nearestCluster(clustering, () => 90)).toBe('c');
  });
});

describe('refuseClusters', () => {
  const declaredFeatures = new Map(
    [declareNumber('x', 'customer'), declareNumber('seats', 'account')].map((one) => [one.name, { definition: one }]),
  );

  test.each([
    [{ features: [], names: ['a', 'b'] }, 'name 1 to 20 features'],
    [{ features: ['x'], names: ['a'] }, 'give 2 to 50 names'],
    [{ features: ['x', 'x'], names: ['a', 'b'] }, 'a feature is named twice'],
    [{ features: ['x'], names: ['a', 'a'] }, 'a name is given twice'],
    [{ features: ['x'], names: ['a', ''] }, 'a name must have 1 to 60 characters'],
    [{ features: ['x', 'y'], names: ['a', 'b'] }, '"y" is not among the declared features'],
    [{ features: ['seats'], names: ['a', 'b'] }, '"seats" is not among the declared features'],
  ])('refuseClusters refuses %j', (one, reason) => {
    expect(() => refuseClusters(one, declaredFeatures)).toThrow(`Cannot declare the clusters: ${reason}`);
  });

  test('refuseClusters takes number features of customers', () => {
    expect(() => refuseClusters({ features: ['x'], names: ['a', 'b'] }, declaredFeatures)).not.toThrow();
  });
});
