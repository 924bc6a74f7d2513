import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Clustering } from '#contracts/population.ts';
import { nearestCluster } from '#domain/population/nearest-cluster.ts';
import { clusterUntilMs, type MovingValue } from '#domain/segments/leaves/cluster-until.ts';
import { dayMs, juneMs } from '../../example-event.ts';

/** Not so close to each other that doubles could not tell their distances apart. */
const coordinates = fc.integer({ min: -200, max: 300 }).map((hundredths) => hundredths / 100);
const rising = fc.record({
  value: fc.double({ min: 0, max: 60, noNaN: true }),
  perMs: fc.constantFrom(1 / dayMs, 24 / dayMs),
});
const steady = fc.record({ value: fc.double({ min: -5, max: 60, noNaN: true }), perMs: fc.constant(0) });
const falling = fc.record({
  value: fc.double({ min: -5, max: 60, noNaN: true }),
  perMs: fc.constantFrom(-1 / dayMs, -0.1 / dayMs),
});

function clusterings(dimensions: number): fc.Arbitrary<Clustering> {
  return fc
    .record({
      features: fc.array(
        fc.record({
          mean: fc.double({ min: -1, max: 3, noNaN: true }),
          deviation: fc.double({ min: 0.2, max: 2, noNaN: true }),
        }),
        { minLength: dimensions, maxLength: dimensions },
      ),
      centres: fc.array(fc.array(coordinates, { minLength: dimensions, maxLength: dimensions }), {
        minLength: 1,
        maxLength: 5,
      }),
    })
    .map(({ features, centres }) => ({
      features: features.map((by, index) => ({ name: `f${index}`, ...by })),
      clusters: centres.map((centre, index) => ({ name: `c${index}`, size: 1, centre })),
    }));
}

const nowMs = juneMs;
const endMs = juneMs + 400 * dayMs;

function look(clustering: Clustering, values: readonly MovingValue[]) {
  const at = (timeMs: number) =>
    nearestCluster(clustering, (name) => {
      const { value = 0, perMs = 0 } = values[Number(name.slice(1))] ?? {};
      return value + perMs * (timeMs - nowMs);
    });
  const own = at(nowMs);
  const isSameAt = (timeMs: number) => at(timeMs) === own;
  const centre = clustering.clusters.find(({ name }) => name === own)?.centre ?? [];
  return { isSameAt, untilMs: clusterUntilMs(clustering, centre, values, { nowMs, endMs, isSameAt }) };
}

function expectSameUntil({ isSameAt, untilMs }: ReturnType<typeof look>): void {
  expect(untilMs).toBeGreaterThan(nowMs);
  expect(untilMs).toBeLessThanOrEqual(endMs);
  for (let share = 0; share < 1; share += 1 / 64) {
    expect(isSameAt(Math.floor(nowMs + (untilMs - 1 - nowMs) * share))).toBe(true);
  }
  expect(isSameAt(untilMs - 1)).toBe(true);
}

describe('clusterUntilMs', () => {
  test('clusterUntilMs, where one value rises, is the very millisecond at which another centre is nearest', () => {
    fc.assert(
      fc.property(clusterings(2), rising, steady, (clustering, moving, still) => {
        const found = look(clustering, [moving, still]);
        expectSameUntil(found);
        if (found.untilMs < endMs) expect(found.isSameAt(found.untilMs)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test('clusterUntilMs, whatever moves, is no later than another centre is nearest', () => {
    fc.assert(
      fc.property(clusterings(3), fc.tuple(rising, falling, fc.oneof(rising, steady)), (clustering, values) => {
        expectSameUntil(look(clustering, values));
      }),
      { numRuns: 500 },
    );
  });
});
